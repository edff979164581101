import { exportAddress, type DocumentRecord } from "../api/documents";
import { kindOf } from "../api/kinds";
import { Dialog } from "../ui/Dialog";

interface DeleteDialogProps {
  readonly record: DocumentRecord;
  readonly onClose: () => void;
  readonly onDelete: () => void;
}

export function DeleteDialog({ record, onClose, onDelete }: DeleteDialogProps) {
  return (
    <Dialog title={`Delete “${record.title}”?`} onClose={onClose}>
      <p>
        It goes away for everybody, with its whole history, and <strong>cannot be brought back</strong>.
        {record.users > 0 && (record.users === 1 ? " One person has it open right now." : ` ${record.users} people have it open right now.`)}
      </p>
      <p className="hint">
        If you may want it again, <a href={exportAddress(record.id, kindOf(record.kind)?.exports[0]?.format ?? "weft")} download>download a copy</a>{" "}
        first: the file can be imported as a new document.
      </p>
      <div className="dialog-actions">
        <button type="button" className="button" data-first onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          className="button danger"
          onClick={() => {
            onClose();
            onDelete();
          }}
        >
          Delete for everybody
        </button>
      </div>
    </Dialog>
  );
}
