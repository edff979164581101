using System.Collections.Immutable;
using System.Text.Json;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>An operation as it came from a front-end, to be passed on as it is.</summary>
/// <param name="OpId">Its id.</param>
/// <param name="OpType">Its type.</param>
/// <param name="Data">Its data, which is valid as long as this is.</param>
/// <param name="Clock">The vector clock that the server gave it.</param>
internal sealed record JamRelay(string OpId, string OpType, JsonElement Data, ImmutableSortedDictionary<string, long> Clock);
