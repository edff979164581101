namespace Weft.Engine;

/// <summary>What an operation is, as both formats write it.</summary>
internal enum OperationKind : byte
{
    InsertText = 1,
    InsertEmbed = 2,
    DeleteText = 3,
    FormatText = 4,
    AddItem = 5,
    SetProperties = 6,
    DeleteItem = 7,
    RestoreItem = 8,
    RestoredItem = 9,
    ClearItems = 10,
}
