import { Icon } from "./Icon";
import { waitingWords, type Submission } from "./useSubmit";

/** What went wrong with a form as a whole; what is about one field stands under that. */
export function FormTrouble({ of: { trouble, wait }, except = [] }: { of: Submission; except?: readonly string[] }) {
  if (trouble === null || except.includes(trouble.code)) return null;
  return (
    <p className="banner" role="alert">
      <Icon name="warning" />
      <span>
        {trouble.code === "too_many_attempts" && wait > 0 ? `There were too many attempts. Try again in ${waitingWords(wait)}.` : trouble.message}
      </span>
    </p>
  );
}
