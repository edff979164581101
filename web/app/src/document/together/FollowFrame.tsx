import type { User } from "@weft/client";
import { Icon } from "../../ui/Icon";
import "./together.css";

/** Around what is seen with somebody else's eyes. */
export function FollowFrame({ user, onStop }: { user: User; onStop: () => void }) {
  return (
    <div className="follow-frame" style={{ borderColor: user.color }}>
      <div className="follow-words" style={{ backgroundColor: user.color }} role="status">
        <span>
          Following <strong>{user.name}</strong>
        </span>
        <span className="follow-hint">Esc or move to stop</span>
        <button type="button" aria-label={`Stop following ${user.name}`} title="Stop" onClick={onStop}>
          <Icon name="close" size={13} />
        </button>
      </div>
    </div>
  );
}
