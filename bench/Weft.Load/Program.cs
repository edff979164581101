using System.CommandLine;
using Weft.Load;

var only = new Option<string?>("--only") { Description = "Scenarios whose name contains this." };
var servers = new Option<string?>("--servers") { Description = "Servers whose name contains this, for example weft." };
var rounds = new Option<int>("--rounds") { Description = "How often each is measured; the medians are reported.", DefaultValueFactory = _ => 3 };
var seconds = new Option<int>("--seconds") { Description = "How long each measurement takes.", DefaultValueFactory = _ => 4 };
var weft = new Option<string>("--weft") { Description = "The weft program.", Required = true };
var peers = new Option<string>("--peers") { Description = "The folder of the peers' servers.", Required = true };
var trace = new Option<string?>("--trace") { Description = "The recorded document that is joined; without it that scenario is left out." };
var report = new Option<string?>("--report") { Description = "The file to write the report to." };
var load = new RootCommand("Loads servers of shared documents on this machine and compares them.") { only, servers, rounds, seconds, weft, peers, trace, report };
load.SetAction(parsed => Matrix.RunAsync(new MatrixSettings(
    parsed.GetValue(only), parsed.GetValue(servers), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
    parsed.GetValue(weft)!, parsed.GetValue(peers)!, parsed.GetValue(trace), parsed.GetValue(report))));
var relay = new Command("relay", "Serves as a bare relay on Kestrel, one of the peers.");
relay.SetAction(_ => Relay.RunAsync());
load.Add(relay);
return await load.Parse(args).InvokeAsync().ConfigureAwait(false);
