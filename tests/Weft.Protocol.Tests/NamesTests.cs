namespace Weft.Protocol.Tests;

public sealed class NamesTests
{
    [Theory(DisplayName = "[JOIN-2] A client id is 1 to 64 letters, digits, _ and -")]
    [InlineData("a", true)]
    [InlineData("A-z_09", true)]
    [InlineData("", false)]
    [InlineData("ä", false)]
    [InlineData("a b", false)]
    public void Clients(string name, bool allowed) => Assert.Equal(allowed, Names.IsClient(name));

    [Fact(DisplayName = "[JOIN-2] [JOIN-4] Names have a greatest length")]
    public void Lengths()
    {
        Assert.True(Names.IsClient(new string('a', 64)));
        Assert.False(Names.IsClient(new string('a', 65)));
        Assert.True(Names.IsUserName(new string('a', 100)));
        Assert.False(Names.IsUserName(new string('a', 101)));
    }

    [Theory(DisplayName = "[JOIN-4] A colour is #rrggbb")]
    [InlineData("#4263eb", true)]
    [InlineData("#4263EB", true)]
    [InlineData("4263eb", false)]
    [InlineData("#fff", false)]
    [InlineData("#gggggg", false)]
    public void Colors(string color, bool allowed) => Assert.Equal(allowed, Names.IsColor(color));

    [Theory(DisplayName = "A JSON value is compact, and numbers and strings are written as JSON")]
    [InlineData("""{ "a" : [ 1 , "é" ] }""", """{"a":[1,"é"]}""")]
    [InlineData(" null ", "null")]
    public void Values(string json, string compact) => Assert.Equal(compact, RawJson.Parse(json).Text);

    [Fact(DisplayName = "A JSON value is made of numbers, strings and truth values")]
    public void MadeValues()
    {
        Assert.Equal("-1.5", RawJson.Of(-1.5).Text);
        Assert.Equal("\"a\\\"é\"", RawJson.Of("a\"é").Text);
        Assert.Equal("true", RawJson.Of(true).Text);
        Assert.True(RawJson.Null.IsNull);
        Assert.Throws<ArgumentOutOfRangeException>(() => RawJson.Of(double.NaN));
    }
}
