namespace Weft.Server.Gateways.OpenJam.Elements;

/// <summary>A picture that is kept beside a document.</summary>
/// <param name="Hash">SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
internal sealed record JamPicture(string Hash, string Type, long Size, int Width, int Height);
