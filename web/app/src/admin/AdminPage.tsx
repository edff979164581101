import { useEffect } from "react";
import { useAccess } from "../access/access";
import { PageFrame, Section } from "../ui/PageFrame";
import { Accounts } from "./Accounts";
import { Connections } from "./Connections";
import { Limits } from "./Limits";
import { Overview } from "./Overview";
import { Rooms } from "./Rooms";
import { useAdmin } from "./useAdmin";
import "./admin.css";

/** The server, for whoever looks after it. */
export default function AdminPage() {
  const { info } = useAccess();
  const { now, before, trouble, refused, refresh } = useAdmin(info?.access === "accounts");

  useEffect(() => {
    document.title = "Server · Weft";
  }, []);

  if (refused)
    return (
      <PageFrame title="Server">
        <p>Only whoever looks after this server sees this page. {trouble}</p>
      </PageFrame>
    );
  return (
    <PageFrame title="Server" wide>
      {trouble !== null && (
        <p className="banner" role="alert">
          {trouble} {now !== null && "What you see may be out of date."}
        </p>
      )}
      {now?.storage.ready === false && (
        <p className="banner" role="alert">
          The server takes no changes at the moment ({now.storage.reason}).
        </p>
      )}
      {now !== null && (
        <>
          <Overview now={now} before={before} />
          <Section title="Open documents">
            <Rooms now={now} before={before} />
          </Section>
          <Section title="Connections">
            <Connections now={now} onChange={refresh} />
          </Section>
          {info?.access === "accounts" && <Accounts accounts={now.accounts} onChange={refresh} />}
          <Limits limits={now.limits} />
          <p className="hint">
            Weft {info?.version}
            {now.storage.folder !== null && (
              <>
                , data in <code>{now.storage.folder}</code>
              </>
            )}
          </p>
        </>
      )}
    </PageFrame>
  );
}
