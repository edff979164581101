using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Weft.Engine;

namespace Weft.Kinds;

/// <summary>
/// Reads Optiverse's assembly files, version 2. What is not understood goes to the item <c>assembly</c>: members of the file that are none of
/// the known lists, and of the known lists the entries of a type that is not known.
/// </summary>
internal sealed class AssemblyReader(BenchKind kind)
{
    private const string Version = "version";

    private readonly ImmutableArray<Operation>.Builder _operations = ImmutableArray.CreateBuilder<Operation>();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonValue> _rest = new(StringComparer.Ordinal);

    public ImportResult Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > KindLimits.DrawingFileBytes)
        {
            return new ImportRefused("file_too_large", $"An assembly file may have at most {KindLimits.DrawingFileBytes / 1024 / 1024} MiB.");
        }

        try
        {
            var content = file.Span.StartsWith("\uFEFF"u8) ? file.Span[3..] : file.Span;
            using var json = JsonDocument.Parse(PythonJson.ToJson(content), new JsonDocumentOptions { MaxDepth = KindLimits.DrawingDepth });
            return ReadAssembly(json.RootElement);
        }
        catch (JsonException)
        {
            return Refuse("The file is not JSON, or nested too deep, so it is not an Optiverse assembly.");
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws it for a string that is no valid Unicode.
            return Refuse("The file holds text that is not valid Unicode.");
        }
    }

    private ImportResult ReadAssembly(JsonElement file)
    {
        if (file.ValueKind != JsonValueKind.Object || !file.TryGetProperty("items", out _) || !file.TryGetProperty(Version, out var version))
        {
            return Refuse("The file is JSON, but not an Optiverse assembly: it has no 'version' or no 'items'.");
        }

        if (version.ValueKind != JsonValueKind.String || !version.GetString()!.StartsWith("2.", StringComparison.Ordinal))
        {
            return Refuse("The assembly is of another version than 2: open it in a newer Optiverse and save it there.");
        }

        foreach (var list in AssemblyList.All)
        {
            if (file.TryGetProperty(list.Member, out var entries) && ReadList(list, entries) is { } refusal)
            {
                return refusal;
            }
        }

        if (ReadRest(file) is { } unkept)
        {
            return unkept;
        }

        return new Imported(_operations.DrainToImmutable());
    }

    private ImportRefused? ReadList(AssemblyList list, JsonElement entries)
    {
        if (entries.ValueKind != JsonValueKind.Array)
        {
            return Refuse($"'{list.Member}' of the assembly is not a list.");
        }

        using var unknown = new UnknownEntries();
        foreach (var entry in entries.EnumerateArray())
        {
            if (KindOf(list, entry) is not { } itsKind)
            {
                if (!unknown.TryAdd(entry))
                {
                    return RefuseRest(PropertyRules.TooLong(list.Member, KindLimits.PropertyLength));
                }
            }
            else if (AddItem(list, entry, itsKind) is { } refusal)
            {
                return refusal;
            }
        }

        if (!unknown.IsEmpty || !list.IsAlwaysThere)
        {
            _rest[list.Member] = unknown.ToValue();
        }

        return null;
    }

    private ImportRefused? AddItem(AssemblyList list, JsonElement entry, string itsKind)
    {
        if (_operations.Count == KindLimits.BenchItems)
        {
            return new ImportRefused("file_too_large", $"An assembly may have at most {KindLimits.BenchItems} items.");
        }

        // Counted before they are read.
        var number = _operations.Count + 1;
        if (entry.GetPropertyCount() > KindLimits.PropertyCount + BenchKind.NotProperties.Count)
        {
            return Refuse($"Entry {number} of the assembly is not sound: {PropertyRules.TooMany.Message}");
        }

        var add = new AddItem(new ItemPath(BenchKind.Items, IdOf(list, entry, itsKind)), itsKind, BenchKind.PropertiesOf(entry));
        if (kind.Check(add) is { } violation)
        {
            return Refuse($"Entry {number} of the assembly is not sound: {violation.Message}");
        }

        _operations.Add(add);
        return null;
    }

    private ImportRefused? ReadRest(JsonElement file)
    {
        foreach (var member in file.EnumerateObject())
        {
            if (!AssemblyList.IsMember(member))
            {
                _rest[member.Name] = PythonJson.Keep(member.Value);
            }

            if (_rest.Count > KindLimits.PropertyCount)
            {
                return RefuseRest(PropertyRules.TooMany);
            }
        }

        var add = new AddItem(new ItemPath(BenchKind.File, BenchKind.Assembly), BenchKind.Assembly, Properties.From(_rest));
        _operations.Add(add);
        return kind.Check(add) is { } violation ? RefuseRest(violation) : null;
    }

    private static string? KindOf(AssemblyList list, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (list.TypeField is null || !entry.TryGetProperty(list.TypeField, out var type))
        {
            // Only items are of more than one type.
            return list.Kinds.Length == 1 ? list.Kinds[0] : null;
        }

        return type.ValueKind == JsonValueKind.String ? KindNamed(list, type) : null;
    }

    private static string? KindNamed(AssemblyList list, JsonElement type)
    {
        foreach (var itsKind in list.Kinds)
        {
            if (type.ValueEquals(itsKind))
            {
                return itsKind;
            }
        }

        return null;
    }

    private string IdOf(AssemblyList list, JsonElement entry, string itsKind)
    {
        if (entry.TryGetProperty(list.IdField, out var field) && field.ValueKind == JsonValueKind.String
            && field.GetString()! is var id && PropertyRules.IsItemId(id) && _ids.Add(id))
        {
            return id;
        }

        // Old files have none, and a copy made by hand has one twice.
        string made;
        var number = _operations.Count;
        do
        {
            made = string.Create(CultureInfo.InvariantCulture, $"{itsKind}-{++number}");
        }
        while (!_ids.Add(made));

        return made;
    }

    private static ImportRefused RefuseRest(KindViolation violation) => Refuse($"The assembly holds more than can be kept: {violation.Message}");

    private static ImportRefused Refuse(string message) => new("not_an_assembly", message);
}
