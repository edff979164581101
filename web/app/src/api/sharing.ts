import { ask, asJson, request } from "./request";
import type { Role } from "./roles";

/** Somebody with an account who has a role in a document. */
export interface Member {
  readonly account: string;
  readonly name: string;
  readonly email?: string;
  readonly role: Role;
  /** May run code. */
  readonly run: boolean;
}

export type LinkRole = Exclude<Role, "admin">;

/** A link that lets in whoever has it. Its secret is told once, when it is made. Times in milliseconds since 1970. */
export interface ShareLink {
  readonly id: string;
  readonly role: LinkRole;
  readonly run: boolean;
  readonly created: number;
  readonly expires: number | null;
  readonly label?: string | null;
}

export interface LinkToMake {
  readonly role: LinkRole;
  readonly run: boolean;
  readonly expires: number | null;
  readonly label?: string;
}

export interface MadeLink {
  readonly link: ShareLink;
  readonly secret: string;
  readonly url: string;
}

const at = (document: string, what: "members" | "links", which = "") =>
  `/documents/${encodeURIComponent(document)}/${what}${which === "" ? "" : `/${encodeURIComponent(which)}`}`;

export async function listMembers(document: string): Promise<readonly Member[]> {
  return (await ask<{ members: Member[] }>(at(document, "members"))).members;
}

/** Gives somebody a role; `who` is a name or an e-mail address. Without `run` that right stays as it is. */
export const setMember = (document: string, who: string, role: Role, run?: boolean): Promise<Member> =>
  ask(at(document, "members"), asJson("PUT", { who, role, ...(run !== undefined && { run }) }));

export async function removeMember(document: string, account: string): Promise<void> {
  await request(at(document, "members", account), { method: "DELETE" });
}

export async function listLinks(document: string): Promise<readonly ShareLink[]> {
  return (await ask<{ links: ShareLink[] }>(at(document, "links"))).links;
}

export const makeLink = (document: string, link: LinkToMake): Promise<MadeLink> => ask(at(document, "links"), asJson("POST", link));

export async function revokeLink(document: string, id: string): Promise<void> {
  await request(at(document, "links", id), { method: "DELETE" });
}
