namespace Weft.Server.Access;

/// <summary>What the server needs to know who somebody is and what they may do.</summary>
internal sealed record ServerAccess(AccessData Data, DocumentAccess Documents, ICallerSource Callers, AccessChanges Changes);
