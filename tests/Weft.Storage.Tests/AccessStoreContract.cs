namespace Weft.Storage.Tests;

/// <summary>What every store of accounts and sessions must do. Each implementation runs all of it.</summary>
public abstract partial class AccessStoreContract
{
    protected static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens a store that is empty at first, and the same one again after it was disposed.</summary>
    protected abstract IAccessStore Open();

    [Fact]
    public async Task An_account_is_found_by_id_name_and_address_whatever_the_capitals()
    {
        await using var store = Open();
        Assert.False(await store.HasAccountsAsync(Ct));
        var ada = Account("1", "Ada", "ada@example.org") with { IsAdmin = true };
        Assert.Equal(AccountOutcome.Created, await store.CreateAccountAsync(ada, mustBeFirst: true, Ct));
        Assert.True(await store.HasAccountsAsync(Ct));
        Assert.Equal(ada, await store.FindAccountAsync("1", Ct));
        Assert.Equal(ada, await store.FindAccountByNameAsync("aDA", Ct));
        Assert.Equal(ada, await store.FindAccountByNameAsync("ADA@example.ORG", Ct));
        Assert.Null(await store.FindAccountAsync("2", Ct));
        Assert.Null(await store.FindAccountByNameAsync("Bob", Ct));
        Assert.Equal([ada], await store.ListAccountsAsync(Ct));
    }

    [Fact]
    public async Task Names_and_addresses_are_taken_once_whatever_the_capitals_and_the_form()
    {
        await using var store = Open();
        await store.CreateAccountAsync(Account("1", "Zoë", "zoe@example.org"), mustBeFirst: false, Ct);
        Assert.Equal(AccountOutcome.NameTaken, await store.CreateAccountAsync(Account("2", "ZOË"), mustBeFirst: false, Ct));
        Assert.Equal(AccountOutcome.NameTaken, await store.CreateAccountAsync(Account("2", "Zoe\u0308"), mustBeFirst: false, Ct));
        Assert.Equal(AccountOutcome.EmailTaken, await store.CreateAccountAsync(Account("2", "Bob", "Zoe@Example.org"), mustBeFirst: false, Ct));
        Assert.Equal(AccountOutcome.NotFirst, await store.CreateAccountAsync(Account("2", "Bob"), mustBeFirst: true, Ct));
        Assert.Equal(AccountOutcome.Created, await store.CreateAccountAsync(Account("2", "Bob"), mustBeFirst: false, Ct));
        Assert.Equal(AccountOutcome.Created, await store.CreateAccountAsync(Account("3", "Cy"), mustBeFirst: false, Ct));
        Assert.Equal(["Zoë", "Bob", "Cy"], (await store.ListAccountsAsync(Ct)).Select(a => a.Name));
    }

    [Fact]
    public async Task A_password_is_replaced()
    {
        await using var store = Open();
        await store.CreateAccountAsync(Account("1", "Ada"), mustBeFirst: false, Ct);
        Assert.True(await store.SetPasswordAsync("1", "other", Ct));
        Assert.False(await store.SetPasswordAsync("2", "other", Ct));
        Assert.Equal("other", (await store.FindAccountAsync("1", Ct))!.PasswordHash);
    }

    [Fact]
    public async Task An_account_gets_another_name_and_a_colour_unless_the_name_is_taken()
    {
        await using var store = Open();
        await store.CreateAccountAsync(Account("1", "Ada"), mustBeFirst: false, Ct);
        await store.CreateAccountAsync(Account("2", "Bob"), mustBeFirst: false, Ct);
        Assert.Equal(ProfileOutcome.Done, await store.SetProfileAsync("1", "ADA", "#10b981", Ct));
        Assert.Equal(ProfileOutcome.NameTaken, await store.SetProfileAsync("1", "bob", null, Ct));
        Assert.Equal(ProfileOutcome.Unknown, await store.SetProfileAsync("3", "Cy", null, Ct));
        Assert.Equal(Account("1", "ADA") with { Color = "#10b981" }, await store.FindAccountByNameAsync("ada", Ct));
        Assert.Equal(ProfileOutcome.Done, await store.SetProfileAsync("1", "Grace", null, Ct));
        Assert.Null(await store.FindAccountByNameAsync("ada", Ct));
        Assert.Equal(Account("1", "Grace"), await store.FindAccountByNameAsync("grace", Ct));
    }

    [Fact]
    public async Task The_holder_of_a_session_gets_another_name()
    {
        await using var store = Open();
        await store.CreateSessionAsync(Session("s", null), Ct);
        Assert.True(await store.SetSessionNameAsync("s", "Gus", Ct));
        Assert.False(await store.SetSessionNameAsync("t", "Gus", Ct));
        Assert.Equal("Gus", (await store.FindSessionAsync("hash of s", Ct))!.Name);
    }

    [Fact]
    public async Task Somebody_always_looks_after_the_server()
    {
        await using var store = Open();
        await store.CreateAccountAsync(Account("1", "Ada") with { IsAdmin = true }, mustBeFirst: true, Ct);
        await store.CreateAccountAsync(Account("2", "Bob"), mustBeFirst: false, Ct);
        Assert.Equal(MemberOutcome.Unknown, await store.SetServerAdminAsync("3", isAdmin: true, Ct));
        Assert.Equal(MemberOutcome.Unknown, await store.SetServerAdminAsync("3", isAdmin: false, Ct));
        Assert.Equal(MemberOutcome.LastOfRole, await store.SetServerAdminAsync("1", isAdmin: false, Ct));
        Assert.Equal(MemberOutcome.Done, await store.SetServerAdminAsync("2", isAdmin: false, Ct));
        Assert.Equal(MemberOutcome.Done, await store.SetServerAdminAsync("2", isAdmin: true, Ct));
        Assert.Equal(MemberOutcome.Done, await store.SetServerAdminAsync("1", isAdmin: false, Ct));
        Assert.Equal([false, true], (await store.ListAccountsAsync(Ct)).Select(a => a.IsAdmin));
    }

    [Fact]
    public async Task A_session_is_found_by_its_hash_listed_touched_and_ended()
    {
        await using var store = Open();
        await store.CreateSessionAsync(Session("s1", account: "1"), Ct);
        await store.CreateSessionAsync(Session("s2", account: "1") with { Created = Start.AddSeconds(1) }, Ct);
        await store.CreateSessionAsync(Session("s3", account: "2"), Ct);
        await store.CreateSessionAsync(Session("s4", account: "1"), Ct);
        var found = await store.FindSessionAsync("hash of s1", Ct);
        Assert.Equivalent(Session("s1", account: "1"), found, strict: true);
        Assert.Null(await store.FindSessionAsync("s1", Ct));
        Assert.Equal(["s2", "s4", "s1"], (await store.ListSessionsAsync("1", Ct)).Select(s => s.Id));

        await store.TouchSessionAsync("s1", Start.AddHours(1), "192.0.2.2", null, Ct);
        await store.TouchSessionAsync("none", Start.AddHours(1), "192.0.2.2", null, Ct);
        var touched = await store.FindSessionAsync("hash of s1", Ct);
        Assert.Equal((Start.AddHours(1), "192.0.2.2", null), (touched!.LastSeen, touched.Address, touched.Agent));

        Assert.True(await store.HasSessionAsync("s1", Ct));
        Assert.True(await store.DeleteSessionAsync("s1", Ct));
        Assert.False(await store.HasSessionAsync("s1", Ct));
        Assert.False(await store.DeleteSessionAsync("s1", Ct));
        Assert.Null(await store.FindSessionAsync("hash of s1", Ct));
        Assert.Equal(["s2", "s4"], (await store.ListSessionsAsync("1", Ct)).Select(s => s.Id));
    }

    [Fact]
    public async Task Links_are_kept_in_the_order_of_their_redeeming_and_lead_back_to_the_sessions()
    {
        await using var store = Open();
        await store.CreateSessionAsync(Session("s1") with { Links = ["z"] }, Ct);
        await store.CreateSessionAsync(Session("s2") with { Created = Start.AddSeconds(1) }, Ct);
        Assert.True(await store.AddSessionLinkAsync("s1", "a", Ct));
        Assert.True(await store.AddSessionLinkAsync("s1", "z", Ct));
        Assert.True(await store.AddSessionLinkAsync("s2", "a", Ct));
        Assert.False(await store.AddSessionLinkAsync("none", "a", Ct));
        Assert.Equal(["z", "a"], (await store.FindSessionAsync("hash of s1", Ct))!.Links);
        Assert.Equal(["s2", "s1"], (await store.ListSessionsOfLinkAsync("a", Ct)).Select(s => s.Id));
        await store.DeleteSessionAsync("s1", Ct);
        Assert.Empty(await store.ListSessionsOfLinkAsync("z", Ct));
    }

    [Fact]
    public async Task Expired_sessions_are_swept()
    {
        await using var store = Open();
        await store.CreateSessionAsync(Session("old") with { Expires = Start.AddMinutes(1), Links = ["a"] }, Ct);
        await store.CreateSessionAsync(Session("new") with { Expires = Start.AddMinutes(1).AddMilliseconds(1) }, Ct);
        await store.DeleteExpiredSessionsAsync(Start.AddMinutes(1), Ct);
        Assert.Null(await store.FindSessionAsync("hash of old", Ct));
        Assert.NotNull(await store.FindSessionAsync("hash of new", Ct));
        Assert.Empty(await store.ListSessionsOfLinkAsync("a", Ct));
    }

    protected static AccountRecord Account(string id, string name, string? email = null) => new(id, name, email, "hash", IsAdmin: false, Start);

    protected static SessionRecord Session(string id, string? account = null) =>
        new(id, "hash of " + id, "account", account, "Ada", Start, Start.AddDays(7), Start, "192.0.2.1", "test/1", []);
}
