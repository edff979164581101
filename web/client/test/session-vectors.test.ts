import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Notice } from "../src/events";
import { Replica } from "../src/replica";
import type { Op, ServerMessage } from "../src/wire";

interface Step {
  readonly do: "connect" | "disconnect" | "receive" | "edit";
  readonly message?: ServerMessage;
  readonly ops?: readonly Op[];
  readonly sends: readonly Record<string, unknown>[];
  readonly revision: number;
  readonly unsaved: number;
  readonly body: string;
  readonly items: readonly { readonly id: string; readonly kind: string; readonly properties: unknown }[];
}

const file = new URL("../../../tests/vectors/session.json", import.meta.url);
const sessions = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, readonly Step[]>);

/** One replica led through a recorded session. */
class Recorded {
  private replica: Replica | undefined;
  private connected = false;
  private joined = false;

  play(step: Step): Record<string, unknown>[] {
    switch (step.do) {
      case "connect": {
        this.replica ??= new Replica(step.sends[0]!["client"] as string);
        this.connected = true;
        const { have, client } = this.replica;
        return [{ type: "join", document: "doc", client, ...(have && { have }) }];
      }
      case "disconnect":
        this.connected = this.joined = false;
        this.replica!.disconnected();
        return [];
      case "edit":
        this.replica!.change(step.ops!, 0, undefined);
        return this.send();
      case "receive":
        this.receive(step.message!);
        return this.send();
    }
  }

  expectState({ revision, unsaved, body, items }: Step): void {
    const replica = this.replica!;
    expect({ revision: replica.revision, unsaved: replica.unsaved, body: replica.text("body").toString() }).toEqual({ revision, unsaved, body });
    const shown = [...replica.itemsOf("e").values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(shown).toEqual(items);
  }

  private receive(message: ServerMessage): void {
    switch (message.type) {
      case "sync":
        this.replica!.synced(message);
        this.joined = true;
        return;
      case "change":
        this.replica!.remote(message);
        return;
      case "response":
        this.replica!.response(message);
        return;
      case "cursor":
      case "presence":
        return;
    }
  }

  private send(): Record<string, unknown>[] {
    const notices: Notice[] = [];
    return this.connected && this.joined ? this.replica!.takeFrames(notices).map((frame) => ({ ...frame })) : [];
  }
}

test.each(sessions)("recorded session: %s", (_, steps) => {
  const recorded = new Recorded();
  for (const [index, step] of steps.entries()) {
    try {
      expect(recorded.play(step)).toEqual(step.sends);
      recorded.expectState(step);
    } catch (error) {
      throw new Error(`step ${index}: ${JSON.stringify(step)}`, { cause: error });
    }
  }
});
