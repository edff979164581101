// Adds up the reports of all suites (CTRF from xunit, JSON from vitest) and prints the closing line. A suite that broke down, named in a line
// of the file "broken", is one failed test.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const broken = join(folder, "broken");
const total = { passed: 0, failed: existsSync(broken) ? readFileSync(broken, "utf8").trim().split("\n").length : 0, skipped: 0 };

for (const file of readdirSync(folder).filter(name => name.endsWith(".json"))) {
    const report = JSON.parse(readFileSync(join(folder, file), "utf8"));
    if (report.results) {
        const { passed, failed, skipped, pending, other } = report.results.summary;
        total.passed += passed;
        total.failed += failed + other;
        total.skipped += skipped + pending;
    } else {
        total.passed += report.numPassedTests;
        // A file that cannot even be loaded holds no test that could fail.
        const unloaded = report.testResults.filter(f => f.status === "failed" && f.assertionResults.every(t => t.status !== "failed")).length;
        total.failed += report.numFailedTests + unloaded;
        total.skipped += report.numPendingTests + report.numTodoTests;
    }
}

if (total.passed === 0) total.failed += 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
