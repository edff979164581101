using System.Globalization;
using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>How what comes from OpenJam looks on a board: exact lines and plain fills, as there.</summary>
internal static class JamLook
{
    /// <summary>Without the hand-drawn look.</summary>
    public static Properties Plain { get; } = Properties.Empty
        .With("roughness", JsonValue.FromNumber(0)).With("fillStyle", JsonValue.FromString("solid")).With("strokeStyle", JsonValue.FromString("solid"))
        .With("strokeWidth", JsonValue.FromNumber(1)).With("groupIds", JsonValue.Parse("[]"));

    /// <summary>Rounded corners.</summary>
    /// <param name="radius">Their radius in pixels.</param>
    public static JsonValue Rounded(double radius) => JsonValue.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"type":3,"value":{{Math.Max(1, Math.Round(Math.Min(radius, 1_000)))}}}"""));

    /// <summary>Where lines of text stand, if it is one of the three words of both programs.</summary>
    public static string? Align(string? align) => align is "left" or "center" or "right" ? align : null;

    /// <summary>Changes of how a text is set, as properties of the item that holds it.</summary>
    public static Properties ChangedText(JamPut put)
    {
        var changed = Properties.Empty;
        if (put.Changes("fontSize") && put.Wanted.Number("fontSize") is > 0 and var size)
        {
            changed = changed.With("fontSize", JsonValue.FromNumber(size));
        }

        return put.Changes("textAlign") && Align(put.Wanted.Text("textAlign")) is { } align
            ? changed.With("textAlign", JsonValue.FromString(align))
            : changed;
    }
}
