using System.Collections.Immutable;
using Weft.Engine;

namespace Weft.Server.Gateways.Optiverse;

/// <summary>An item as the app describes it.</summary>
/// <param name="Id">Its UUID; null when it is not said.</param>
/// <param name="Kind">Its kind here; null when none can be made out.</param>
/// <param name="Properties">Its fields.</param>
/// <param name="Empty">Its fields that are said to be null. What is not said at all is unknown to that version of the app.</param>
internal sealed record AppItem(string? Id, string? Kind, Properties Properties, ImmutableArray<string> Empty);
