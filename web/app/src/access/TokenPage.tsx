import { useEffect, useState, type FormEvent } from "react";
import { signInWithToken } from "../api/access";
import { goInstead } from "../router";
import { Field } from "../ui/Field";
import { FormTrouble } from "../ui/FormTrouble";
import { Icon } from "../ui/Icon";
import { SmallPage } from "../ui/SmallPage";
import { useSubmit } from "../ui/useSubmit";
import { signedIn, useAccess } from "./access";
import { destination } from "./next";
import { secretIn } from "./secrets";

/** Where a server asks for its token: the link that it printed is missing, or was not right. */
export function TokenPage() {
  const { tokenTrouble } = useAccess();
  const [pasted, setPasted] = useState("");
  const form = useSubmit();

  useEffect(() => {
    document.title = "Sign in · Weft";
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = secretIn(pasted, "token");
    if (token === "") return;
    void form.submit(async () => {
      const session = await signInWithToken(token);
      goInstead(destination());
      await signedIn(session);
    });
  };

  return (
    <SmallPage>
      <form className="card" onSubmit={submit}>
        <h1>This server asks for its token</h1>
        <p className="lead">
          When it started, it printed a link in its terminal that ends in <code>#token=…</code>. Open that link, and this browser stays signed
          in. If somebody else runs the server, ask them for it.
        </p>
        {tokenTrouble !== null && form.trouble === null && (
          <p className="banner" role="alert">
            <Icon name="warning" />
            <span>{tokenTrouble}</span>
          </p>
        )}
        <FormTrouble of={form} />
        <Field
          label="The link, or its token"
          value={pasted}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="http://…/#token=…"
          onChange={(event) => setPasted(event.target.value)}
        />
        <button type="submit" className="button primary wide" disabled={form.busy || form.wait > 0 || pasted.trim() === ""}>
          Sign in
        </button>
      </form>
    </SmallPage>
  );
}
