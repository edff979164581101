using Weft.Engine;

namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>An element that is to be written into its item.</summary>
/// <param name="Work">The board.</param>
/// <param name="Item">The item.</param>
/// <param name="Before">The fields that it showed before; none for a new one.</param>
/// <param name="Wanted">The fields that it is to show.</param>
internal sealed record JamPut(JamWork Work, ItemDraft Item, Properties Before, Properties Wanted)
{
    /// <summary>Digits behind the point of a number in other units: enough to come back to the same number.</summary>
    private const int Digits = 12;

    /// <summary>Whether a field is to be another.</summary>
    public bool Changes(string field) =>
        Before.TryGetValue(field, out var before) != Wanted.TryGetValue(field, out var wanted) || !JamValues.AreSame(before, wanted);

    /// <summary>Whether one of some fields is to be another.</summary>
    public bool ChangesAny(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Changes(field))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a text field into a property, if it changes and is a text that is not empty.</summary>
    public void PutText(string field, string property)
    {
        if (Changes(field) && Wanted.Text(field) is { Length: > 0 } text)
        {
            Item.Set(property, text);
        }
    }

    /// <summary>Writes a number into a property, if it changes and is a number.</summary>
    /// <param name="field">The field.</param>
    /// <param name="property">The property.</param>
    /// <param name="factor">How many of the property's units are one of the field's.</param>
    public void PutNumber(string field, string property, double factor = 1)
    {
        if (Changes(field) && JamValues.Number(Wanted.Get(field)) is { } number)
        {
            Item.Set(property, factor is 1 ? Wanted.Get(field) : JamValues.Number(number * factor, Digits));
        }
    }
}
