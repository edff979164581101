namespace Weft.Server.Files;

/// <summary>Why bytes are no picture that is taken.</summary>
internal enum PictureProblem
{
    /// <summary>They are nothing of what is taken.</summary>
    WrongType,

    /// <summary>They begin as a picture and do not go on as one.</summary>
    Damaged,

    /// <summary>A drawing (SVG) that would do something, rather than show something.</summary>
    Active,
}
