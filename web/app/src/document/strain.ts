import { useEffect, useState } from "react";
import type { Session, Status } from "@weft/client";

/** A server that is there but cannot do its work for everybody now. It passes by itself, and the page tries until then. */
export interface Strain {
  readonly title: string;
  readonly text: string;
}

/** By the close code or the error code that told of it. */
const strains: { readonly [code: string]: Strain } = {
  4006: {
    title: "The server cannot save at the moment.",
    text: "Keep this page open: what you write is kept in this browser, and saved as soon as the server can.",
  },
  4010: {
    title: "The server has as many connections as it takes.",
    text: "Close tabs with documents that you do not need. This page tries again by itself.",
  },
  too_many_joins: {
    title: "Too many documents were opened from here within a minute.",
    text: "Wait a little: this page tries again by itself.",
  },
  document_busy: {
    title: "As many people are in this document as it takes.",
    text: "This page tries again by itself, and comes in when somebody has left.",
  },
  server_full: {
    title: "The server has as many documents open as it can.",
    text: "This page tries again by itself, and comes in when another document is closed.",
  },
};

/** What is said of the server's strain at a status: as long as it is tried again, and until what is unsaved is saved. */
export function strainAfter(before: Strain | null, status: Status, unsaved: number): Strain | null {
  switch (status.state) {
    case "disconnected":
      return strains[status.error ?? String(status.code)] ?? null;
    case "connecting":
      return before;
    case "connected":
      return unsaved > 0 ? before : null;
    case "failed":
      return null;
  }
}

export function useStrain(session: Session | null): Strain | null {
  const [strain, setStrain] = useState<Strain | null>(null);

  useEffect(() => {
    setStrain(null);
    if (!session) return;
    const look = () => setStrain((before) => strainAfter(before, session.status, session.unsaved));
    look();
    const stops = (["status", "unsaved"] as const).map((event) => session.on(event, look));
    return () => stops.forEach((stop) => stop());
  }, [session]);

  return strain;
}

/** What is said of a trouble that costs nothing but time, by the server's code; anything else is said in the server's words. */
const delays: { readonly [code: string]: string } = {
  address_busy: "More comes from your network than the server takes at once. What you write is saved a little later; nothing is lost.",
  slow_down: "This page sends more than the server passes on. Others see your pointer late; nothing that you write is lost.",
};

export const problemWords = ({ code, message }: { readonly code: string; readonly message: string }): string => delays[code] ?? message;
