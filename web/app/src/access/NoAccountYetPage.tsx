import { useEffect, useState, type FormEvent } from "react";
import { Field } from "../ui/Field";
import { SmallPage } from "../ui/SmallPage";
import { setUp } from "./access";
import { secretIn } from "./secrets";

/** Where a new server waits for its first account, and the visitor has no setup link. */
export function NoAccountYetPage() {
  const [pasted, setPasted] = useState("");

  useEffect(() => {
    document.title = "Welcome · Weft";
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const secret = secretIn(pasted, "setup");
    if (secret !== "") setUp(secret);
  };

  return (
    <SmallPage>
      <form className="card" onSubmit={submit}>
        <h1>This server has no account yet</h1>
        <p className="lead">
          When it started, it printed a link in its terminal that ends in <code>#setup=…</code>. Open that link to make the first account, which
          looks after the server.
        </p>
        <Field
          label="The link, or what stands after #setup="
          value={pasted}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="http://…/#setup=…"
          onChange={(event) => setPasted(event.target.value)}
        />
        <button type="submit" className="button primary wide" disabled={pasted.trim() === ""}>
          Go on
        </button>
      </form>
    </SmallPage>
  );
}
