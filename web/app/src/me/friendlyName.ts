const manners = ["Quiet", "Curious", "Bright", "Gentle", "Swift", "Merry", "Patient", "Bold", "Calm", "Witty", "Kind", "Keen"];
const animals = ["Heron", "Otter", "Lynx", "Finch", "Badger", "Hare", "Swan", "Fox", "Owl", "Wren", "Seal", "Marten"];

const pick = (words: readonly string[]): string => words[Math.floor(Math.random() * words.length)]!;

/** A made-up name for who has not told one, such as `Curious Heron`. */
export function friendlyName(): string {
  return `${pick(manners)} ${pick(animals)}`;
}
