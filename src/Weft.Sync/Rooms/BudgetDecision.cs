namespace Weft.Sync;

/// <summary>What to do with a message.</summary>
public enum BudgetDecision
{
    /// <summary>Treat it.</summary>
    Take,

    /// <summary>Drop it without a word.</summary>
    Drop,

    /// <summary>Drop it and answer <c>slow_down</c>.</summary>
    DropAndTell,

    /// <summary>Close the connection: with 4005 for messages, with 4000 for bad ones.</summary>
    Close,
}
