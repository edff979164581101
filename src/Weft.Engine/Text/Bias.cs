namespace Weft.Engine;

/// <summary>To which neighbour an anchor holds on.</summary>
public enum Bias
{
    /// <summary>To the unit on its left: what is inserted at the anchor comes to stand behind it.</summary>
    Left,

    /// <summary>To the unit on its right: what is inserted at the anchor comes to stand in front of it.</summary>
    Right,
}
