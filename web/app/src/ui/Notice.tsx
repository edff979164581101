import type { ReactNode } from "react";
import { Weave } from "./Weave";

/** A page that has one thing to say, and a way on. */
export function Notice({ title, children, actions }: { title: string; children: ReactNode; actions: ReactNode }) {
  return (
    <div className="notice" role="alert">
      <Weave />
      <h1>{title}</h1>
      <p>{children}</p>
      <div className="notice-actions">{actions}</div>
    </div>
  );
}
