namespace Weft.Server.Access;

/// <summary>Metadata of an endpoint that does not ask who is calling.</summary>
internal sealed class AnswersNobody
{
    public static AnswersNobody Instance { get; } = new();
}
