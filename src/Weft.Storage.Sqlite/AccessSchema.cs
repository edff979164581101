using Microsoft.Data.Sqlite;

namespace Weft.Storage.Sqlite;

/// <summary>The tables of the access file, and the version of their layout that a file carries.</summary>
internal static class AccessSchema
{
    /// <summary>The layout that this program writes.</summary>
    public const long Version = 2;

    private const string Accounts = """
        CREATE TABLE accounts (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL UNIQUE,
            email TEXT,
            email_key TEXT UNIQUE,
            password TEXT NOT NULL,
            is_admin INTEGER NOT NULL,
            created INTEGER NOT NULL,
            color TEXT);
        """;

    /// <summary>Accounts have a colour since version 2.</summary>
    private const string Colors = "ALTER TABLE accounts ADD COLUMN color TEXT; UPDATE schema_version SET version = 2";

    private const string Sessions = """
        CREATE TABLE sessions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            token_hash TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            account TEXT,
            name TEXT,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            address TEXT,
            agent TEXT);
        CREATE INDEX sessions_of_account ON sessions (account);
        CREATE INDEX sessions_by_expiry ON sessions (expires);
        CREATE TABLE session_links (
            session TEXT NOT NULL,
            link TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (session, link)) WITHOUT ROWID;
        CREATE INDEX sessions_of_link ON session_links (link);
        """;

    private const string Documents = """
        CREATE TABLE members (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            document TEXT NOT NULL,
            account TEXT NOT NULL,
            role TEXT NOT NULL,
            can_run INTEGER NOT NULL,
            UNIQUE (document, account));
        CREATE INDEX members_of_account ON members (account);
        CREATE TABLE links (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            secret_hash TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL,
            role TEXT NOT NULL,
            can_run INTEGER NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER,
            label TEXT);
        CREATE INDEX links_of_document ON links (document);
        CREATE TABLE authors (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            document TEXT NOT NULL,
            client TEXT NOT NULL,
            caller TEXT NOT NULL,
            name TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            UNIQUE (document, client));
        """;

    /// <summary>Creates the tables in an empty file, brings an older file to this layout, and refuses a file of a newer program.</summary>
    public static void Ensure(SqliteConnection connection, string path)
    {
        SqliteSchema.Ensure(connection, path, Version, Accounts, Sessions, Documents);
        using var transaction = connection.BeginTransaction(deferred: false);
        using var read = connection.CreateCommand();
        read.Transaction = transaction;
        read.CommandText = "SELECT max(version) FROM schema_version";
        if (read.ExecuteScalar() is 1L)
        {
            SqliteSchema.Execute(connection, transaction, Colors);
        }

        transaction.Commit();
    }
}
