using Weft.Engine;

namespace Weft.Sync;

/// <summary>Says whether a document's kind allows an operation: null when it does. Pure; called once for each operation.</summary>
public delegate SchemaViolation? SchemaCheck(Operation operation);
