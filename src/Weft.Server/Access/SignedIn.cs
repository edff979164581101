using Weft.Storage;

namespace Weft.Server.Access;

/// <summary>A session that was just made.</summary>
/// <param name="Session">As it is stored.</param>
/// <param name="Token">Its secret, which only its holder has from now on.</param>
internal sealed record SignedIn(SessionRecord Session, string Token);
