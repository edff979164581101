using System.Text.Json;
using Weft.Engine;
using Weft.Server.Gateways.OpenJam.Elements;

namespace Weft.Server.Gateways.OpenJam;

/// <summary>What a page of a front-end has of a board beside its canvas: from a load, and by what it saved since. A save that says something else there says what its user did.</summary>
/// <param name="Revision">The revision that was loaded; 0 when nobody knows.</param>
/// <param name="Title">The board's name.</param>
/// <param name="Extras">Stamps, pages, and the page that is open.</param>
internal sealed record JamLoad(long Revision, string Title, Properties Extras)
{
    /// <summary>What a save says.</summary>
    public static JamLoad Of(string title, JsonElement save) => new(0, title, JamExtras.Said(save));

    /// <summary>In how many things another differs.</summary>
    public int Differences(JamLoad other) =>
        (string.Equals(Title, other.Title, StringComparison.Ordinal) ? 0 : 1)
        + Extras.Keys.Union(other.Extras.Keys, StringComparer.Ordinal).Count(name => !JamValues.AreSame(Extras.Get(name), other.Extras.Get(name)));
}
