using System.Text;

namespace Weft.Load;

/// <summary>Hocuspocus' envelope around the sync protocol of Yjs (y-protocols), and Yjs updates in their first format.</summary>
internal sealed class HocuspocusDialect : IDialect
{
    private const byte Sync = 0;
    private const byte Auth = 2;
    private const byte SyncStatus = 8;
    private const byte Step1 = 0;
    private const byte Step2 = 1;
    private const byte Update = 2;
    private const int Author = 7;

    public string? Subprotocol => null;

    public bool IsText => false;

    public bool Acknowledges => true;

    public Task<string> CreateRoomAsync(Uri server, int number) => Task.FromResult($"room{number}");

    public Uri AddressOf(Uri server, string room) => new($"ws://{server.Authority}/");

    public IReadOnlyList<byte[]> Greeting(string room)
    {
        var name = new VarWriter(new byte[64]);
        name.Text(room);
        byte[] named = name.Written.ToArray();
        return [[.. named, Auth, 0, 4, .. "none"u8], [.. named, Sync, Step1, 1, 0]];
    }

    public bool IsWelcome(ReadOnlySpan<byte> message)
    {
        var reader = new VarReader(message);
        reader.Skip();
        return reader.Number() == Sync && reader.Number() == Step2;
    }

    public int WriteEdit(Span<byte> output, string room, long number, long confirmed)
    {
        Span<byte> update = stackalloc byte[64];
        var item = new VarWriter(update);
        item.Number(1);
        item.Number(1);
        item.Number(Author);
        item.Number(number);
        if (number == 0)
        {
            item.Byte(4);
            item.Number(1);
            item.Text("body");
        }
        else
        {
            item.Byte(4 | 0x80);
            item.Number(Author);
            item.Number(number - 1);
        }

        item.Number(1);
        item.Number('a' + (number % 26));
        item.Number(0);
        var message = new VarWriter(output);
        message.Text(room);
        message.Number(Sync);
        message.Number(Update);
        message.Bytes(item.Written);
        return message.Written.Length;
    }

    public (int Edits, int Acknowledged) Count(ReadOnlySpan<byte> message)
    {
        var reader = new VarReader(message);
        reader.Skip();
        switch (reader.Number())
        {
            case SyncStatus:
                return reader.Number() == 1 ? (0, 1) : throw new InvalidOperationException("Hocuspocus did not take an update.");
            case Sync when reader.Number() is Update:
                return (LettersIn(reader.Bytes()), 0);
            default:
                return (0, 0);
        }
    }

    /// <summary>The letters that an update of inserted text brings.</summary>
    private static int LettersIn(ReadOnlySpan<byte> update)
    {
        var reader = new VarReader(update);
        var letters = 0;
        for (var authors = reader.Number(); authors > 0; authors--)
        {
            var items = reader.Number();
            reader.Number();
            reader.Number();
            for (; items > 0; items--)
            {
                letters += Letters(ref reader);
            }
        }

        return letters;
    }

    private static int Letters(ref VarReader reader)
    {
        var info = reader.Byte();
        if ((info & 0x1F) != 4)
        {
            throw new InvalidOperationException($"Hocuspocus sent an item of kind {info & 0x1F}, and nobody made one.");
        }

        for (var origins = ((info >> 7) & 1) + ((info >> 6) & 1); origins > 0; origins--)
        {
            reader.Number();
            reader.Number();
        }

        if ((info & 0xC0) == 0)
        {
            reader.Number();
            reader.Skip();
        }

        return reader.Bytes().Length;
    }
}
