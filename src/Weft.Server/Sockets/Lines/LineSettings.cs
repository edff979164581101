namespace Weft.Server.Sockets.Lines;

/// <summary>What a simulated line does to every connection.</summary>
/// <param name="Lag">How long everything takes, each way.</param>
/// <param name="Jitter">By how much that varies, up and down.</param>
/// <param name="Drop">The share of segments that get lost, 0 up to <see cref="MaxDrop"/>. TCP sends them again, so they come late.</param>
/// <param name="Seed">Decides what happens when; the same for the same seed and the same bytes.</param>
internal sealed record LineSettings(TimeSpan Lag, TimeSpan Jitter, double Drop, int Seed)
{
    /// <summary>The longest lag and jitter; beyond it every connection counts as dead.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(30);

    /// <summary>The greatest share of lost segments; beyond it TCP itself gives up.</summary>
    public const double MaxDrop = 0.5;

    /// <summary>Whether the line is any other than the real one.</summary>
    public bool IsOn => Lag > TimeSpan.Zero || Jitter > TimeSpan.Zero || Drop > 0;
}
