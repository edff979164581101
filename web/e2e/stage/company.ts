import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launch, Person } from "./Person";
import { Server } from "./Server";

/**
 * One server and one browser for the tests of a file; `started` gets the server. Who arrives leaves after the test, and no page of theirs
 * may have failed, or asked another host for anything.
 */
export function company(started: (server: Server) => void): (name: string, color?: string, context?: BrowserContextOptions) => Promise<Person> {
  let server: Server;
  let browser: Browser;
  const present: Person[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.start(), launch()]);
    started(server);
  });

  afterEach(async () => {
    const people = present.splice(0);
    const errors = people.flatMap((person) => person.errors);
    const foreign = people.flatMap((person) => person.foreignRequests);
    await Promise.all(people.map((person) => person.leave()));
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  return async (name, color, context) => {
    const person = await Person.arrive(browser, server.address, { name, ...(color !== undefined && { color }), ...(context && { context }) });
    present.push(person);
    return person;
  };
}
