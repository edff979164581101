using Weft.Client;

namespace Weft.Server.Tests.Faults;

/// <summary>
/// A network of 200 ms and 5 % loss made by the kernel (<c>tc netem</c>), between this process and a server in a network namespace of its own.
/// </summary>
public sealed class BadNetworkTests : IAsyncLifetime
{
    private const string ServerAddressText = "10.213.77.2";

    private readonly string _folder = Directory.CreateTempSubdirectory("weft-network-").FullName;
    private readonly string _namespace = $"weft-{Environment.ProcessId}";
    private readonly string _link = $"wf{Environment.ProcessId % 1_000_000}";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Machine.RunAsync("ip", "netns", "delete", _namespace);
        await Machine.RunAsync("ip", "link", "delete", _link);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Two_people_on_a_bad_network_type_and_end_equal()
    {
        foreach (var command in (string[])[
            $"ip netns add {_namespace}",
            $"ip link add {_link} type veth peer name inside netns {_namespace}",
            $"ip address add 10.213.77.1/30 dev {_link}",
            $"ip link set {_link} up",
            $"ip netns exec {_namespace} ip address add {ServerAddressText}/30 dev inside",
            $"ip netns exec {_namespace} ip link set inside up",
            $"ip netns exec {_namespace} tc qdisc add dev inside root netem delay 100ms 20ms loss 2.5%",
            $"tc qdisc add dev {_link} root netem delay 100ms 20ms loss 2.5%"])
        {
            var words = command.Split(' ');
            await Machine.RequireAsync("a bad network by tc netem; the line simulator stands for it", words[0], words[1..]);
        }

        await using var server = WeftProcess.StartIn(
            ["ip", "netns", "exec", _namespace], "serve", "--host", ServerAddressText, "--port", "0", "--data", _folder);
        var address = await server.ListeningAsync();
        await SlowLine.TypeAsync(ServerAddress.Parse($"http://{ServerAddressText}:{address.Http.Port}")!);
    }
}
