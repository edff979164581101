namespace Weft.Storage.Tests;

public abstract partial class AccessStoreContract
{
    private const string Admin = "admin";

    [Fact]
    public async Task Members_are_set_found_listed_both_ways_and_removed()
    {
        await using var store = Open();
        var ada = new MemberRecord("d1", "a", Admin, CanRun: true);
        var bob = new MemberRecord("d1", "b", "viewer", CanRun: false);
        Assert.Equal(MemberOutcome.Done, await store.SetMemberAsync(ada, Admin, Ct));
        Assert.Equal(MemberOutcome.Done, await store.SetMemberAsync(bob, Admin, Ct));
        await store.SetMemberAsync(bob with { Document = "d2" }, Admin, Ct);
        Assert.Equal([ada, bob], await store.ListMembersAsync("d1", Ct));
        Assert.Equal(["d1", "d2"], (await store.ListMembershipsAsync("b", Ct)).Select(m => m.Document).Order(StringComparer.Ordinal));
        bob = bob with { Role = "editor", CanRun = true };
        Assert.Equal(MemberOutcome.Done, await store.SetMemberAsync(bob, Admin, Ct));
        Assert.Equal(bob, await store.FindMemberAsync("d1", "b", Ct));
        Assert.Equal([ada, bob], await store.ListMembersAsync("d1", Ct));
        Assert.Equal(MemberOutcome.Done, await store.RemoveMemberAsync("d1", "b", Admin, Ct));
        Assert.Equal(MemberOutcome.Unknown, await store.RemoveMemberAsync("d1", "b", Admin, Ct));
        Assert.Null(await store.FindMemberAsync("d1", "b", Ct));
    }

    [Fact]
    public async Task The_last_of_the_indispensable_stays()
    {
        await using var store = Open();
        var ada = new MemberRecord("d1", "a", Admin, CanRun: false);
        await store.SetMemberAsync(ada, Admin, Ct);
        await store.SetMemberAsync(ada with { Document = "d2", Account = "c" }, Admin, Ct);
        Assert.Equal(MemberOutcome.LastOfRole, await store.SetMemberAsync(ada with { Role = "editor" }, Admin, Ct));
        Assert.Equal(MemberOutcome.LastOfRole, await store.RemoveMemberAsync("d1", "a", Admin, Ct));
        Assert.Equal(MemberOutcome.Done, await store.SetMemberAsync(ada with { CanRun = true }, Admin, Ct));
        await store.SetMemberAsync(ada with { Account = "b" }, Admin, Ct);
        Assert.Equal(MemberOutcome.Done, await store.SetMemberAsync(ada with { Role = "editor" }, Admin, Ct));
        Assert.Equal(MemberOutcome.Done, await store.RemoveMemberAsync("d1", "a", Admin, Ct));
        Assert.Equal(MemberOutcome.LastOfRole, await store.RemoveMemberAsync("d1", "b", Admin, Ct));
    }

    [Fact]
    public async Task Share_links_are_found_by_id_and_secret_listed_and_revoked()
    {
        await using var store = Open();
        var one = new LinkRecord("l1", "hash 1", "d1", "viewer", CanRun: false, Start, Start.AddDays(1), "for Bob");
        var two = new LinkRecord("l2", "hash 2", "d1", "editor", CanRun: true, Start, Expires: null, Label: null);
        await store.CreateLinkAsync(one, Ct);
        await store.CreateLinkAsync(two, Ct);
        await store.CreateLinkAsync(one with { Id = "l3", SecretHash = "hash 3", Document = "d2" }, Ct);
        Assert.Equal([one, two], await store.ListLinksAsync("d1", Ct));
        Assert.Equal(two, await store.FindLinkAsync("l2", Ct));
        Assert.Equal(one, await store.FindLinkBySecretAsync("hash 1", Ct));
        Assert.False(await store.DeleteLinkAsync("d2", "l1", Ct));
        Assert.True(await store.DeleteLinkAsync("d1", "l1", Ct));
        Assert.Null(await store.FindLinkAsync("l1", Ct));
        Assert.Null(await store.FindLinkBySecretAsync("hash 1", Ct));
    }

    [Fact]
    public async Task Who_used_a_client_id_first_stays_unless_replaced()
    {
        await using var store = Open();
        var first = new AuthorRecord("d1", "x", "anyone", "Ada", Start);
        await store.NoteAuthorAsync(first, replaces: false, Ct);
        await store.NoteAuthorAsync(first with { Caller = "token" }, replaces: false, Ct);
        await store.NoteAuthorAsync(first with { Document = "d2" }, replaces: false, Ct);
        Assert.Equal([first], await store.ListAuthorsAsync("d1", Ct));
        var owner = new AuthorRecord("d1", "x", "account:1", "Ada L.", Start.AddDays(1));
        await store.NoteAuthorAsync(owner, replaces: true, Ct);
        Assert.Equal([owner], await store.ListAuthorsAsync("d1", Ct));
    }

    [Fact]
    public async Task A_document_that_is_gone_leaves_nothing_behind()
    {
        await using var store = Open();
        await store.SetMemberAsync(new MemberRecord("d1", "a", Admin, CanRun: false), Admin, Ct);
        await store.SetMemberAsync(new MemberRecord("d2", "a", Admin, CanRun: false), Admin, Ct);
        await store.CreateLinkAsync(new LinkRecord("l1", "hash 1", "d1", "viewer", CanRun: false, Start, null, null), Ct);
        await store.NoteAuthorAsync(new AuthorRecord("d1", "x", "anyone", "Ada", Start), replaces: false, Ct);
        await store.ForgetDocumentAsync("d1", Ct);
        Assert.Empty(await store.ListMembersAsync("d1", Ct));
        Assert.Empty(await store.ListLinksAsync("d1", Ct));
        Assert.Empty(await store.ListAuthorsAsync("d1", Ct));
        Assert.Single(await store.ListMembersAsync("d2", Ct));
    }
}
