namespace Weft.Server.Access;

/// <summary>What the host application says of one of its users; see <see cref="WeftOptions.MapPrincipal"/>.</summary>
/// <param name="Subject">Names the user for good, such as the id of its account in the host.</param>
/// <param name="Name">What others in a document call it.</param>
/// <param name="Role">The role that it has in every document, or in <paramref name="Document"/> alone.</param>
/// <param name="Document">The only document that the role is for; null for all.</param>
/// <param name="CanRun">Whether it may run code there.</param>
/// <param name="IsServerAdmin">Whether it looks after the server.</param>
public sealed record HostCaller(
    string Subject, string Name, DocumentRole Role, string? Document = null, bool CanRun = false, bool IsServerAdmin = false);
