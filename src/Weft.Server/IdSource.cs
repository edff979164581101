using System.Security.Cryptography;

namespace Weft.Server;

/// <summary>Makes the names of documents, generations and clients, and the seeds of rooms. Thread-safe.</summary>
public class IdSource
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new name: 12 letters and digits, 71 bits, so that nobody guesses another document's link.</summary>
    /// <returns>The name.</returns>
    public virtual string NewId() => RandomNumberGenerator.GetString(Alphabet, 12);

    /// <summary>A seed for a random source.</summary>
    /// <returns>Any number.</returns>
    public virtual int NewSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
