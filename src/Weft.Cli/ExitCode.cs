namespace Weft.Cli;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The work was done and its result is wrong, or it could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Usage = 2;

    /// <summary>Something else listens on the port.</summary>
    public const int PortTaken = 3;

    /// <summary>The data folder cannot be written, or what is in it cannot be read.</summary>
    public const int DataUnusable = 4;

    /// <summary>The data was written by a newer version.</summary>
    public const int DataNewer = 5;

    /// <summary>The host is no address of this machine.</summary>
    public const int BadHost = 6;

    /// <summary>Ctrl+C ended a replay, or came a second time to a server that stops: 128 and the number of the signal, as shells count.</summary>
    public const int Interrupted = 130;

    /// <summary>Another server has the data folder open.</summary>
    public const int DataInUse = 7;
}
