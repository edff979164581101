using Weft.Client;
using Weft.Client.Replay;

namespace Weft.Cli;

/// <summary>The options of <c>weft replay</c>.</summary>
internal sealed record ReplaySettings(string Trace, ServerAddress Server, ReplayPace Pace, string? Title, string? Token);
