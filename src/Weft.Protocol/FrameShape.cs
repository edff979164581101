using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Weft.Protocol;

/// <summary>What the metadata say of a type, looked up once: an object of a frame is compared with it for each of its fields.</summary>
internal sealed class FrameShape
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, FrameShape> s_known = new();

    private FrameShape(JsonTypeInfo type)
    {
        bool isObject = type.Kind == JsonTypeInfoKind.Object;
        IsObject = isObject;
        ElementType = type is { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary, ElementType: { } element } ? TypeOf(type, element) : null;
        IsList = type.Kind == JsonTypeInfoKind.Enumerable;
        if (isObject && type.PolymorphismOptions is { } union)
        {
            CaseField = new FrameField(union.TypeDiscriminatorPropertyName, null, IsRequired: true);
            Cases = [.. union.DerivedTypes.Select(derived =>
                new FrameField((string)derived.TypeDiscriminator!, type.Options.GetTypeInfo(derived.DerivedType), IsRequired: false))];
        }

        Fields = !isObject ? [] : [.. type.Properties.Select(property => new FrameField(
            property.Name,
            TypeOf(type, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType),
            property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false }))];
    }

    internal bool IsObject { get; }

    internal bool IsList { get; }

    /// <summary>The type of a list's elements, or of a dictionary's values; null for any other type.</summary>
    internal JsonTypeInfo? ElementType { get; }

    internal FrameField[] Fields { get; }

    /// <summary>The field that says which case of a union an object is; null when the type is no union.</summary>
    internal FrameField? CaseField { get; }

    /// <summary>The cases of a union, by the value of that field.</summary>
    internal FrameField[] Cases { get; } = [];

    internal static FrameShape Of(JsonTypeInfo type) => s_known.GetOrAdd(type, static type => new FrameShape(type));

    private static JsonTypeInfo TypeOf(JsonTypeInfo owner, Type type) => owner.Options.GetTypeInfo(type);
}

/// <summary>A field of an object, or a case of a union.</summary>
internal sealed record FrameField(string Name, JsonTypeInfo? Type, bool IsRequired)
{
    internal byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Name);
}
