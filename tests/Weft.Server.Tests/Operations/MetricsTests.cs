using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Weft.Protocol;

namespace Weft.Server.Tests.Operations;

public sealed partial class MetricsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_measured_is_strict_Prometheus_text()
    {
        await using var server = await TestServer.StartAsync();
        await using var ada = await server.JoinAsync(await server.CreateAsync());
        await ada.InsertSavedAsync(1, 0, 0, "Hello");
        await ada.InsertAsync(2, 99, 0, "Hello");
        Assert.Equal(ErrorCodes.FutureBase, (await ada.NextErrorAsync()).Code);

        using var response = await server.Http.GetAsync("/metrics", Ct);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var samples = Parse(await response.Content.ReadAsStringAsync(Ct));

        Assert.Equal(1, samples["weft_connections"]);
        Assert.Equal(1, samples["weft_documents_open"]);
        Assert.Equal(1, samples["weft_changes_applied_total"]);
        Assert.Equal(1, samples["weft_changes_rejected_total{code=\"future_base\"}"]);
        Assert.Equal(1, samples["weft_change_duration_seconds_count"]);
        Assert.Equal(1, samples["weft_change_duration_seconds_bucket{le=\"+Inf\"}"]);
        Assert.Equal(1, samples["weft_join_duration_seconds_count"]);
        Assert.Equal(1, samples["weft_commit_changes_sum"]);
        Assert.True(samples["weft_network_received_bytes_total"] > 0);
        Assert.True(samples["process_resident_memory_bytes"] > 0);
    }

    [Fact]
    public async Task The_server_is_ready_until_it_stops()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync(server, "/healthz"));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync(server, "/readyz"));
        server.Service<IHostApplicationLifetime>().StopApplication();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping\n"), await GetAsync(server, "/readyz"));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync(server, "/healthz"));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_makes_the_server_unready()
    {
        await using var server = await TestServer.StartAsync(new WatchedStore { ProbeFails = true });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "store\n"), await GetAsync(server, "/readyz"));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync(server, "/healthz"));
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(TestServer server, string path)
    {
        using var response = await server.Http.GetAsync(path, Ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    // The format's own rules: a family is said once, with help and type before its samples; histograms count up to +Inf.
    private static Dictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var families = new HashSet<string>(StringComparer.Ordinal);
        var (family, type, bucket) = (string.Empty, string.Empty, 0.0);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(families.Add(family), $"{family} is said twice");
                type = string.Empty;
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                type = line.Split(' ')[3];
                Assert.Contains(type, (string[])["counter", "gauge", "histogram"]);
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"not a sample: {line}");
            var name = sample.Groups["name"].Value;
            Assert.Contains(name, type == "histogram" ? [family + "_bucket", family + "_sum", family + "_count"] : (string[])[family]);
            Assert.True(type != "counter" || name.EndsWith("_total", StringComparison.Ordinal), $"a counter ends in _total: {name}");
            var value = double.Parse(sample.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (name.EndsWith("_bucket", StringComparison.Ordinal))
            {
                Assert.True(value >= bucket || line.Contains("le=\"0.0005\"", StringComparison.Ordinal) || line.Contains("le=\"1\"", StringComparison.Ordinal), $"buckets count up: {line}");
                bucket = value;
            }

            Assert.True(samples.TryAdd(name + sample.Groups["labels"].Value, value), $"said twice: {line}");
        }

        return samples;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*")*\})? (?<value>[-+0-9.eEInfNa]+)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();
}
