using Weft.Engine;

namespace Weft.Kinds.Tests;

public sealed class CommentTests
{
    private static readonly Properties Words = Properties.Of("text", JsonValue.FromString("Why?"));
    private static readonly ItemPath Path = new("comments", "c1");

    public static TheoryData<string> Kinds { get; } = [.. DocumentKinds.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Documents_of_every_kind_have_comments(string name)
    {
        var kind = DocumentKinds.Find(name)!;
        Operation[] sound =
        [
            new AddItem(Path, "comment", Words),
            new AddItem(Path, "comment", Words.With("quote", JsonValue.FromString("be")).With("about", JsonValue.FromString("e1"))),
            new AddItem(Path, "comment", Words.With("author", JsonValue.FromString("Ada")).With("at", JsonValue.Parse("1790000000000"))),
            new SetProperties(Path, Words.With("resolved", JsonValue.True).With("reply_to", JsonValue.FromString("c0")).With("quote", JsonValue.Null)),
            new DeleteItem(Path), new RestoreItem(Path), new ClearItems("comments"),
        ];
        Assert.All(sound, operation => Assert.Null(kind.Check(operation)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_comment_is_nothing_else(string name)
    {
        var kind = DocumentKinds.Find(name)!;
        Operation[] odd =
        [
            new AddItem(Path, "rectangle", Words),
            new AddItem(Path, "comment", Properties.Empty),
            new AddItem(Path, "comment", Words.With("locked", JsonValue.True)),
            new SetProperties(Path, Properties.Of("text", JsonValue.Null)),
            new SetProperties(Path, Properties.Of("text", JsonValue.Parse("[1]"))),
            new SetProperties(Path, Properties.Of("text", JsonValue.FromString(new string('x', KindLimits.CommentLength)))),
            new SetProperties(Path, Properties.Of("quote", JsonValue.FromString(new string('x', KindLimits.QuoteLength)))),
            new SetProperties(Path, Properties.Of("about", JsonValue.FromString(new string('x', KindLimits.ItemIdLength + 1)))),
            new SetProperties(Path, Properties.Of("resolved", JsonValue.FromString("yes"))),
            new SetProperties(Path, Properties.Of("author", JsonValue.FromString(new string('x', KindLimits.AuthorLength)))),
            new SetProperties(Path, Properties.Of("at", JsonValue.FromString("noon"))),
        ];
        Assert.All(odd, operation => Assert.Equal("bad_property", kind.Check(operation)?.Code));
        Assert.Equal("unknown_path", kind.Check(new AddItem(new ItemPath("comments", "a b"), "comment", Words))?.Code);
        Assert.Equal("unknown_path", kind.Check(new InsertText("comments/c1/text", 0, "x", Properties.Empty))?.Code);
    }
}
