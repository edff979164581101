namespace Weft.Engine.Tests;

/// <summary>The small values that everything is made of.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData(" { \"b\" : [ 1.50 , true , null ] , \"a\":\"\\u00e9\" } ", "{\"b\":[1.50,true,null],\"a\":\"é\"}")]
    [InlineData("null", "null")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("\"\\ud83e\\uddf5\"", "\"\\uD83E\\uDDF5\"")]
    public void Json_is_kept_compact(string text, string expected)
    {
        var value = JsonValue.Parse(text);
        Assert.Equal(expected, value.Text);
        Assert.Equal(value, JsonValue.Parse(value.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("'a'")]
    [InlineData("NaN")]
    [InlineData("\"\\ud83e\"")]
    public void What_is_not_json_is_refused(string text)
    {
        Assert.False(JsonValue.TryParse(text, out _));
        Assert.Throws<FormatException>(() => JsonValue.Parse(text));
    }

    [Fact]
    public void Json_of_a_hundred_levels_or_with_half_a_pair_is_refused()
    {
        Assert.False(JsonValue.TryParse(new string('[', 100) + new string(']', 100), out _));
        Assert.False(JsonValue.TryParse("\"\ud83e\"", out _));
        Assert.False(JsonValue.TryParse("{\"\\ud83e\":1}", out _));
    }

    [Fact]
    public void The_default_json_value_is_null()
    {
        Assert.Equal(JsonValue.Null, default);
        Assert.Equal(JsonValue.Null, JsonValue.Parse("null"));
        Assert.Equal("null", JsonValue.Null.Text);
        Assert.Equal("\"a\\\"b\"", JsonValue.FromString("a\"b").Text);
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonValue.FromNumber(double.NaN));
    }

    [Fact]
    public void Properties_are_sorted_and_compared_by_value()
    {
        var one = Properties.Of("b", JsonValue.True).With("a", JsonValue.FromNumber(1)).With("c", JsonValue.Null);
        var other = Properties.From([.. one.Reverse()]);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("a b c", string.Join(" ", one.Keys));
        Assert.Equal("a b", string.Join(" ", one.WithoutNulls().Keys));
        Assert.Same(Properties.Empty, Properties.Of("a", JsonValue.True).Written("a", JsonValue.Null));
        Assert.NotEqual(one, one.With("a", JsonValue.True));
        Assert.Equal("{\"a\":1,\"b\":true,\"c\":null}", one.ToString());
    }

    [Fact]
    public void A_timestamp_is_never_behind_what_was_seen()
    {
        var seen = new HybridTimestamp((5000L << 16) | 7);
        Assert.Equal(new HybridTimestamp(seen.Value + 1), HybridTimestamp.After(seen, 4000));
        Assert.Equal((6000, 0), (HybridTimestamp.After(seen, 6000).Milliseconds, HybridTimestamp.After(seen, 6000).Counter));
        Assert.True(HybridTimestamp.After(seen, 5000) > seen);
    }

    [Fact]
    public void A_version_is_its_sorted_heads()
    {
        EventId a = new("a", 5), b = new("b", 1);
        Assert.Equal(Version.Of(b, a, a), Version.Of(a, b));
        Assert.True(Version.Of(a) != Version.Of(b));
        Assert.Same(Version.Root, Version.Of());
        Assert.Equal("a@5 b@1", Version.Of(b, a).ToString());
    }
}
