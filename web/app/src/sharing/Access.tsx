import { useCallback, useEffect, useState } from "react";
import { findDocument } from "../api/documents";
import { wordsOf } from "../api/request";
import { isAdmin as reachesAdmin, type Role } from "../api/roles";
import { listLinks, listMembers, type Member, type ShareLink } from "../api/sharing";
import { Links } from "./Links";
import { People } from "./People";

/** What is said about something that was done. A dialog covers what the page says in passing, so it is said within it. */
interface News {
  readonly text: string;
  readonly isTrouble: boolean;
}

/** Does something, says that it is done or why not, and looks anew. */
export type Act = (action: () => Promise<unknown>, done: string) => Promise<void>;

interface Known {
  readonly role: Role;
  readonly members: readonly Member[];
  /** Only an admin is told of them. */
  readonly links: readonly ShareLink[];
}

async function look(id: string): Promise<Known> {
  const { role = "admin" } = await findDocument(id);
  const [members, links] = await Promise.all([listMembers(id), reachesAdmin(role) ? listLinks(id) : []]);
  return { role, members, links };
}

/** Who has access to a document and by which links one gets in; changed by its admins, seen by the others as far as the server tells. */
export function Access({ id, hasAccounts, onLeft }: { id: string; hasAccounts: boolean; onLeft: () => void }) {
  const [known, setKnown] = useState<Known | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [news, setNews] = useState<News | null>(null);

  const refresh = useCallback(async () => {
    try {
      setKnown(await look(id));
      setTrouble(null);
    } catch (error) {
      setTrouble(wordsOf(error));
    }
  }, [id]);

  useEffect(() => void refresh(), [refresh]);

  const act = async (action: () => Promise<unknown>, done: string) => {
    try {
      await action();
      setNews({ text: done, isTrouble: false });
    } catch (error) {
      setNews({ text: wordsOf(error), isTrouble: true });
    }
    await refresh();
  };

  if (known === null) return <p className={trouble === null ? "hint" : "banner"}>{trouble ?? "Looking who has access…"}</p>;
  return (
    <>
      {hasAccounts && <People id={id} members={known.members} isAdmin={reachesAdmin(known.role)} act={act} onLeft={onLeft} />}
      {reachesAdmin(known.role) && <Links id={id} links={known.links} act={act} onMade={refresh} />}
      <p className={news?.isTrouble === true || trouble !== null ? "share-news banner" : "share-news hint"} role="status">
        {trouble ?? news?.text}
      </p>
    </>
  );
}
