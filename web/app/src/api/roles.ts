/** What somebody may do in a document, the least first. */
export const roles = ["viewer", "commenter", "editor", "admin"] as const;

export type Role = (typeof roles)[number];

/** What the roles are called, and what each may do in one line. */
export const roleWords: { readonly [role in Role]: { readonly label: string; readonly hint: string } } = {
  viewer: { label: "Viewer", hint: "sees everything, changes nothing" },
  commenter: { label: "Commenter", hint: "can view and comment" },
  editor: { label: "Editor", hint: "can change everything in it" },
  admin: { label: "Admin", hint: "can also rename, delete and share it" },
};

/** A server that tells no role lets everybody do everything. */
export const isAdmin = (role: Role | undefined): boolean => role === undefined || role === "admin";
