namespace Weft.Server.Files;

/// <summary>What the first bytes of a picture say, before anything in it is unpacked.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Width">Its width in pixels as it is stored, 1 or more.</param>
/// <param name="Height">Its height in pixels as it is stored, 1 or more.</param>
internal sealed record PictureHeader(string Type, int Width, int Height);
