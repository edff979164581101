import { describe, expect, test } from "vitest";
import { deviceOf } from "../src/account/device";
import { bytesWords, durationWords, rateOf, rateWords } from "../src/admin/figures";
import type { AdminState } from "../src/api/admin";
import { expiryWords } from "../src/sharing/expiry";
import { waitingWords } from "../src/ui/useSubmit";

describe("devices", () => {
  test.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Linux"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome on Windows"],
    ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari on Mac"],
    ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "Samsung Internet on Android"],
    ["curl/8.5.0", "curl/8.5.0"],
    [null, "An unnamed program"],
  ])("%s is %s", (agent, words) => {
    expect(deviceOf(agent)).toBe(words);
  });
});

describe("figures", () => {
  test.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1_000, "1.00 KB"],
    [52_431, "52.4 KB"],
    [999_600, "1.00 MB"],
    [431_000_000, "431 MB"],
    [2_500_000_000_000, "2.50 TB"],
  ])("%i bytes read %s", (bytes, words) => {
    expect(bytesWords(bytes)).toBe(words);
  });

  test.each([
    [-5, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_600_000 * 5 + 60_000 * 3, "5 h 3 min"],
    [86_400_000, "1 day 0 h"],
    [86_400_000 * 12 + 3_600_000, "12 days 1 h"],
  ])("%i ms last %s", (milliseconds, words) => {
    expect(durationWords(milliseconds)).toBe(words);
  });

  test.each([
    [0.01, "0"],
    [0.33, "0.3"],
    [9.96, "10"],
    [1_234.5, "1,235"],
  ])("%d per second reads %s", (rate, words) => {
    expect(rateWords(rate)).toBe(words);
  });

  test("a rate is what came between two looks, and nothing when the count began anew", () => {
    const look = (now: number, changes: number, started = 1) => ({ server: { now, changes, started } }) as AdminState;
    const changes = (state: AdminState) => state.server.changes;
    expect(rateOf(look(5_000, 30), look(3_000, 10), changes)).toBe(10);
    expect(rateOf(look(5_000, 30), null, changes)).toBeNull();
    expect(rateOf(look(5_000, 3), look(3_000, 10), changes)).toBeNull();
    expect(rateOf(look(5_000, 30, 2), look(3_000, 10), changes)).toBeNull();
    expect(rateOf(look(3_000, 30), look(3_000, 10), changes)).toBeNull();
  });
});

describe("times to come", () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  test.each([
    [null, "until revoked"],
    [now, "expired"],
    [new Date(2026, 10, 28, 12, 5).getTime(), "until Nov 28, 12:05"],
    [new Date(2028, 0, 2).getTime(), "until Jan 2, 2028"],
  ])("a link that ends at %s works %s", (expires, words) => {
    expect(expiryWords(expires, now)).toBe(words);
  });

  test.each([
    [1, "1 second"],
    [99, "99 seconds"],
    [100, "2 minutes"],
    [3_600, "60 minutes"],
  ])("%i s to wait are %s", (seconds, words) => {
    expect(waitingWords(seconds)).toBe(words);
  });
});
