using Weft.Protocol;

namespace Weft.Server.Gateways.OpenJam;

/// <content>Who is here, and where they point.</content>
internal sealed partial class OpenJamConnection
{
    /// <summary>The others, by client. One user may have several.</summary>
    private readonly Dictionary<string, JamPerson> _people = new(StringComparer.Ordinal);

    private IEnumerable<JamPerson> Others() => _people.Values.DistinctBy(person => person.Id, StringComparer.Ordinal).Where(person => !IsOwn(person));

    private JamPerson PersonOf(User user) => _room.Find(user.Client) is { } known ? new JamPerson(known.Id, known.Name, known.Color) : new JamPerson(user.Client, user.Name, user.Color);

    private bool IsOwn(JamPerson person) => string.Equals(person.Id, _user.Id, StringComparison.Ordinal);

    private bool IsHere(JamPerson person) => _people.Values.Any(other => string.Equals(other.Id, person.Id, StringComparison.Ordinal));

    /// <summary>A user comes with the first of its connections and goes with the last.</summary>
    private async ValueTask ShowAsync(PresenceMessage presence)
    {
        foreach (var user in presence.Joined)
        {
            var person = PersonOf(user);
            var isNew = !IsHere(person) && !IsOwn(person);
            _people[user.Client] = person;
            if (isNew)
            {
                await SendAsync(JamFrames.Joined(person)).ConfigureAwait(false);
            }
        }

        foreach (var client in presence.Left)
        {
            if (_people.Remove(client, out var person) && !IsHere(person) && !IsOwn(person))
            {
                await SendAsync(JamFrames.Left(person.Id)).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask ShowCursorAsync(string client)
    {
        if (Session.Cursor(client)?.Pointer is { } pointer && _people.GetValueOrDefault(client) is { } person && !IsOwn(person))
        {
            await SendAsync(JamFrames.Cursor(person, pointer.X, pointer.Y)).ConfigureAwait(false);
        }
    }
}
