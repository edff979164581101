import type { Session } from "@weft/client";
import type { Place } from "./comments/CommentsPanel";
import type { Subject } from "./comments/threads";

export interface EditorProps {
  readonly session: Session;
  readonly title: string;
  readonly canEdit: boolean;
  /** Take the focus once there is something to edit. */
  readonly focus: boolean;
  /** The client whose view or caret is to be shown; null: nobody is followed. */
  readonly followed: string | null;
  /** One line about the document for the status bar. */
  readonly onSummary: (summary: string) => void;
  /** What is selected, for a comment on it. */
  readonly onSubject: (subject: Subject | null) => void;
  /** Where comments are shown; null when the editor goes. */
  readonly onPlace: (place: Place | null) => void;
}
