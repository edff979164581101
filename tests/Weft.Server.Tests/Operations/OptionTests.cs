using System.Net;
using System.Text.Json;
using Weft.Client;
using Weft.Server.Tests.Access;

namespace Weft.Server.Tests.Operations;

/// <summary>The options of <c>weft serve</c> for whoever looks after a server.</summary>
public sealed class OptionTests : IDisposable
{
    private const string Token = "0123456789-a-token-that-is-long-enough";

    private readonly string _folder = Directory.CreateTempSubdirectory("weft-options-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Limits_the_form_of_the_log_and_open_metrics_are_what_the_options_say()
    {
        await using var weft = Serve("--limit", "connections=7", "--limit", "joins-per-minute=8", "--log-format", "json", "--public-metrics", "--debug");
        var address = await weft.ListeningAsync();
        using var admin = new Browser(address) { Bearer = Token };
        var limits = (await admin.GetAsync("api/v1/admin/limits")).Json.GetProperty("limits").EnumerateArray()
            .ToDictionary(l => l.GetProperty("name").GetString()!, l => l.GetProperty("value").GetInt64(), StringComparer.Ordinal);
        Assert.Equal((7, 8, ServerLimits.Messages.Default), (limits["connections"], limits["joins-per-minute"], limits[ServerLimits.Messages.Name]));
        Assert.Equal(HttpStatusCode.OK, await StatusForNobodyAsync(address, "metrics"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusForNobodyAsync(address, "api/v1/admin/limits"));
        using (await admin.ConnectAsync(null, "weft.v1"))
        {
            Assert.Equal(0, await weft.TerminateAsync());
        }

        var entries = weft.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains(entries, entry => entry.GetProperty("Category").GetString()!.StartsWith("Weft.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_option_metrics_are_not_for_everybody()
    {
        await using var weft = Serve();
        var address = await weft.ListeningAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusForNobodyAsync(address, "metrics"));
        using var admin = new Browser(address) { Bearer = Token };
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("metrics")).Status);
    }

    [Theory]
    [InlineData("conections", "--limit", "conections=7")]
    [InlineData("connections", "--limit", "connections=0")]
    [InlineData("connections", "--limit", "connections=99999999999999999999")]
    [InlineData("connections", "--limit", "connections")]
    public async Task A_wrong_option_is_said_in_one_sentence(string words, params string[] options)
    {
        await using var weft = Serve(options);
        Assert.Equal(2, await weft.ExitedAsync());
        Assert.Contains(words, Assert.Single(weft.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurements_and_traces_go_by_OTLP_where_the_environment_says()
    {
        await using var collector = await Collector.StartAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        };
        await using var weft = WeftProcess.Start(environment, Arguments());
        using var http = new HttpClient();
        var address = await weft.ListeningAsync();
        var id = await new DocumentApi(http, address).CreateAsync("Notes", "text", Ct);
        await using (var peer = await Peer.ConnectAsync(address))
        {
            await peer.JoinAsync(id);
        }

        await collector.ReceivedAsync("/v1/metrics", "weft.connections");
        await collector.ReceivedAsync("/v1/traces", "open document");
        Assert.Equal(0, await weft.TerminateAsync());
    }

    private WeftProcess Serve(params string[] options) =>
        WeftProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["WEFT_TOKEN"] = Token }, [.. Arguments(options), "--access", "token"]);

    private string[] Arguments(params string[] options) => ["serve", "--host", "localhost", "--port", "0", "--data", _folder, .. options];

    private static async Task<HttpStatusCode> StatusForNobodyAsync(ServerAddress address, string path)
    {
        using var nobody = new Browser(address);
        return (await nobody.GetAsync(path)).Status;
    }
}
