/** A request that failed. `status` is 0 when no answer came at all; `message` is a sentence for the person. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** After how many seconds another attempt may succeed, when the server says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

/** What is said of any failure. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const root = "/api/v1";

let onUnknown: () => void = () => undefined;

/** Is told when the server does not know the caller (any more): the sign-in has ended, here or elsewhere. */
export function whenUnknown(listener: () => void): void {
  onUnknown = listener;
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(root + path, { ...init, headers: { Accept: "application/json", ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError(0, "unreachable", "The server does not answer. Check that it is running and that you are in its network.");
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && problem.code === "unauthorized") onUnknown();
  throw problem;
}

export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  return (await request(path, init)).json() as Promise<T>;
}

async function problemOf(response: Response): Promise<RequestError> {
  const fallback = response.status === 404 ? "It is not here any more." : `The server answered with an error (${response.status}).`;
  const problem: unknown = await response.json().catch(() => null);
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const retryAfter = Number.isNaN(wait) ? null : wait;
  if (typeof problem !== "object" || problem === null) return new RequestError(response.status, "unknown", fallback, retryAfter);
  const { code, detail, title } = problem as { code?: unknown; detail?: unknown; title?: unknown };
  const message = [detail, title].find((text): text is string => typeof text === "string" && text.length > 0);
  return new RequestError(response.status, typeof code === "string" ? code : "unknown", message ?? fallback, retryAfter);
}

export const asJson = (method: string, body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});
