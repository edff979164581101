namespace Weft.Engine.Tests;

/// <summary>Undo and redo, by small examples.</summary>
public sealed class UndoTests
{
    private static readonly ItemPath _box = new("elements", "box");

    [Fact]
    public void What_others_typed_into_an_insertion_stays_when_that_is_undone()
    {
        var (ada, bob, undo) = Both("");
        bob.Receive(ada.Insert(0, "warp"));
        ada.Receive(bob.Insert(2, "!!"));
        bob.Receive(undo.Undo(ada.Now)!);

        Assert.Equal(("!!", "!!"), (ada.Text, bob.Text));
        bob.Receive(undo.Redo(ada.Now)!);
        Assert.Equal(bob.Text, ada.Text);
        Assert.Equal("!!aprw", string.Concat(ada.Text.Order()));
    }

    [Fact]
    public void What_was_deleted_comes_back_where_it_was_with_what_it_had()
    {
        var (ada, bob, undo) = Both("warp and weft");
        bob.Receive(ada.Format(5, 3, JsonValue.True));
        bob.Receive(ada.Do(new InsertEmbed(Author.Body, 8, JsonValue.True, Properties.Empty)));
        var before = ada.Document.Text(Author.Body).Runs().ToList();
        bob.Receive(ada.Delete(4, 6));
        Assert.NotNull(undo.Undo(ada.Now));

        Assert.Equal(before, ada.Document.Text(Author.Body).Runs());
    }

    [Fact]
    public void What_another_has_deleted_too_stays_deleted()
    {
        var (ada, bob, undo) = Both("warp and weft");
        var a = ada.Delete(4, 4);
        var b = bob.Delete(6, 4);
        ada.Receive(b);
        bob.Receive(a);
        bob.Receive(undo.Undo(ada.Now)!);

        Assert.Equal("warp aeft", ada.Text);
        Assert.Equal(ada.Text, bob.Text);
    }

    [Fact]
    public void A_format_is_taken_back_only_where_it_still_decides()
    {
        var (ada, bob, undo) = Both("warp");
        bob.Receive(ada.Format(0, 4, JsonValue.True));
        ada.Receive(bob.Format(2, 2, JsonValue.FromNumber(2)));
        var change = undo.Undo(ada.Now)!;

        Assert.Equal([new FormatText(Author.Body, 0, 2, "bold", JsonValue.Null)], change.Operations);
    }

    [Fact]
    public void Letters_deleted_one_by_one_come_back_in_their_order()
    {
        var (ada, _, undo) = Both("weft");
        ada.Delete(3, 1);
        ada.Delete(1, 1);
        ada.Delete(1, 1);
        Assert.Equal("w", ada.Text);
        string[] expected = ["wf", "wef", "weft"];
        foreach (var text in expected)
        {
            undo.Undo(ada.Now);
            Assert.Equal(text, ada.Text);
        }

        Assert.Null(undo.Undo(ada.Now));
        while (undo.CanRedo)
        {
            undo.Redo(ada.Now);
        }

        Assert.Equal("w", ada.Text);
    }

    [Fact]
    public void A_letter_that_came_back_goes_with_the_insertion_that_brought_it_first()
    {
        var (ada, _, undo) = Both("");
        ada.Insert(0, "weft");
        ada.Delete(1, 1);
        undo.Undo(ada.Now);
        undo.Undo(ada.Now);

        Assert.Equal("", ada.Text);
        undo.Redo(ada.Now);
        Assert.Equal("weft", ada.Text);
        undo.Redo(ada.Now);
        Assert.Equal("wft", ada.Text);
        Assert.False(undo.CanRedo);
    }

    [Fact]
    public void What_was_inserted_inside_comes_back_inside()
    {
        var (ada, _, undo) = Both("");
        ada.Insert(0, "xyz");
        ada.Insert(1, "!");
        undo.Undo(ada.Now);
        undo.Undo(ada.Now);
        undo.Redo(ada.Now);
        undo.Redo(ada.Now);

        Assert.Equal("x!yz", ada.Text);
    }

    [Fact]
    public void What_was_typed_behind_a_letter_that_came_back_stays_behind_it()
    {
        var (ada, _, undo) = Both("");
        ada.Insert(0, "a");
        undo.Undo(ada.Now);
        undo.Redo(ada.Now);
        ada.Insert(1, "cd");
        ada.Delete(0, 3);
        undo.Undo(ada.Now);

        Assert.Equal("acd", ada.Text);
    }

    [Fact]
    public void A_part_of_what_came_back_can_go_and_come_back_again()
    {
        var (ada, _, undo) = Both("");
        ada.Insert(0, "hello");
        undo.Undo(ada.Now);
        undo.Redo(ada.Now);
        ada.Insert(0, "xyz");
        ada.Delete(7, 1);
        undo.Undo(ada.Now);

        Assert.Equal("xyzhello", ada.Text);
    }

    [Fact]
    public void What_came_back_together_goes_one_by_one()
    {
        var (ada, _, undo) = Both("");
        ada.Insert(0, "cd");
        ada.Do(new InsertEmbed(Author.Body, 2, JsonValue.True, Properties.Empty));
        ada.Delete(0, 3);
        undo.Undo(ada.Now);
        undo.Undo(ada.Now);

        Assert.Equal("cd", ada.Text);
    }

    [Fact]
    public void A_format_that_spans_where_a_letter_was_deleted_is_not_on_the_letter_that_came_back()
    {
        var (ada, _, undo) = Both("ad");
        ada.Insert(1, "bc");
        undo.Undo(ada.Now);
        undo.Redo(ada.Now);
        ada.Format(2, 2, JsonValue.True);
        var before = ada.Document.Text(Author.Body).Runs().ToList();
        ada.Format(0, 4, JsonValue.True);
        undo.Undo(ada.Now);

        Assert.Equal(before, ada.Document.Text(Author.Body).Runs());
    }

    [Fact]
    public void What_arrives_between_two_redos_is_not_taken_for_what_they_brought_back()
    {
        var (ada, bob, undo) = Both("");
        var b = bob.Insert(0, "b");
        ada.Insert(0, "1");
        ada.Insert(0, "2");
        undo.Undo(ada.Now);
        undo.Undo(ada.Now);
        undo.Redo(ada.Now);
        ada.Receive(b);
        undo.Redo(ada.Now);
        undo.Undo(ada.Now);

        Assert.Equal("1b", string.Concat(ada.Text.Order()));
    }

    [Fact]
    public void Undoing_a_clear_brings_back_nothing_whose_addition_was_undone()
    {
        var (ada, _, undo) = Both("");
        ada.Do(new AddItem(_box, "box", Properties.Empty));
        undo.Undo(ada.Now);
        ada.Do(new ClearItems("elements"));
        undo.Undo(ada.Now);

        Assert.Null(ada.Document.Find(_box));
    }

    [Fact]
    public void An_item_restored_after_its_addition_was_undone_has_its_properties()
    {
        var (ada, _, undo) = Both("");
        ada.Do(new AddItem(_box, "box", Properties.Of("x", JsonValue.FromNumber(1))));
        undo.Undo(ada.Now);
        ada.Do(new RestoreItem(_box));
        ada.Do(new SetProperties(_box, Properties.Of("x", JsonValue.FromNumber(2))));
        undo.Undo(ada.Now);

        Assert.Equal(JsonValue.FromNumber(1), ada.Document.Find(_box)!.Properties["x"]);
    }

    [Fact]
    public void A_new_change_ends_what_could_be_redone()
    {
        var (ada, _, undo) = Both("");
        ada.Insert(0, "a");
        undo.Undo(ada.Now);
        Assert.True(undo.CanRedo);
        ada.Insert(0, "b");

        Assert.False(undo.CanRedo);
        Assert.Null(undo.Redo(ada.Now));
        Assert.Equal("b", ada.Text);
    }

    [Fact]
    public void What_leaves_nothing_to_undo_is_passed_over()
    {
        var (ada, bob, undo) = Both("");
        bob.Receive(ada.Insert(0, "a"), ada.Insert(1, "b"));
        ada.Receive(bob.Delete(1, 1));

        Assert.NotNull(undo.Undo(ada.Now));
        Assert.Equal("", ada.Text);
        Assert.False(undo.CanUndo);
        Assert.Null(undo.Undo(ada.Now));
    }

    [Fact]
    public void Typing_within_the_interval_and_groups_are_one_step()
    {
        var ada = new Author("ada");
        var undo = new UndoHistory(ada.Document, "ada", 500);
        ada.Type(0, "we");
        ada.Now += 2000;
        ada.Type(2, "ft");
        undo.BeginGroup();
        ada.Insert(4, "!");
        ada.Now += 90_000;
        ada.Insert(5, "?");
        undo.EndGroup();

        string[] expected = ["weft", "we", ""];
        foreach (var text in expected)
        {
            Assert.True(undo.CanUndo);
            undo.Undo(ada.Now);
            Assert.Equal(text, ada.Text);
        }

        Assert.False(undo.CanUndo);
        Assert.Throws<InvalidOperationException>(undo.EndGroup);
    }

    [Fact]
    public void A_change_of_before_can_be_told()
    {
        var ada = new Author("ada");
        var a = ada.Insert(0, "a");
        var undo = new UndoHistory(ada.Document, "ada");
        ada.Insert(1, "b");
        Assert.True(undo.CanUndo);
        undo.Track(a.LastEvent);
        undo.Track(a.LastEvent);
        undo.Undo(ada.Now);
        Assert.Equal("a", ada.Text);
        undo.Undo(ada.Now);

        Assert.Equal("", ada.Text);
        Assert.Null(undo.Undo(ada.Now));
        Assert.Throws<ArgumentException>(() => undo.Track(new EventId("bob", 0)));
    }

    [Fact]
    public void A_property_that_another_wrote_since_is_left()
    {
        var (ada, bob, undo) = Both("");
        bob.Receive(ada.Do(new AddItem(_box, "box", Properties.Of("x", JsonValue.FromNumber(1)))));
        bob.Receive(ada.Do(new SetProperties(_box, Properties.Of("x", JsonValue.FromNumber(2)).With("y", JsonValue.True))));
        ada.Receive(bob.Do(new SetProperties(_box, Properties.Of("x", JsonValue.FromNumber(3)))));
        var change = undo.Undo(ada.Now)!;

        Assert.Equal([new SetProperties(_box, Properties.Of("y", JsonValue.Null))], change.Operations);
        Assert.Equal([new DeleteItem(_box)], undo.Undo(ada.Now)!.Operations);
        Assert.Equal([new RestoreItem(_box)], undo.Redo(ada.Now)!.Operations);
    }

    [Fact]
    public void A_cleared_collection_comes_back_but_for_what_another_deleted()
    {
        var (ada, bob, undo) = Both("");
        var line = new ItemPath("elements", "line");
        bob.Receive(ada.Do(new AddItem(_box, "box", Properties.Empty), new AddItem(line, "line", Properties.Empty)));
        var clear = ada.Do(new ClearItems("elements"));
        bob.Now += 1000;
        ada.Receive(bob.Do(new DeleteItem(line)));
        bob.Receive(clear);

        Assert.Equal([new RestoreItem(_box)], undo.Undo(ada.Now)!.Operations);
        Assert.NotNull(ada.Document.Find(_box));
    }

    [Fact]
    public void The_inverse_of_what_is_no_change_is_an_error()
    {
        var ada = new Author("ada");
        ada.Insert(0, "ab");
        Assert.Throws<ArgumentException>(() => ada.Document.InverseOf(new EventId("ada", 0)));
        Assert.Throws<ArgumentException>(() => ada.Document.InverseOf(new EventId("bob", 0)));
        Assert.Equal([new DeleteText(Author.Body, 0, 2)], ada.Document.InverseOf(new EventId("ada", 1)));
    }

    [Fact]
    public void Undo_reads_the_history_when_it_needs_it()
    {
        var ada = new Author("ada");
        var change = ada.Insert(0, "ab");
        Assert.True(Document.TryLoad(ada.Document.Save(), out var opened, out _));
        var undo = new UndoHistory(opened, "ada");
        undo.Track(change.LastEvent);
        Assert.NotNull(undo.Undo(2000));
        Assert.Equal("", opened.Text(Author.Body).ToString());

        Assert.True(Document.TryLoad(ada.Document.SaveSnapshot(), out var snapshot, out _));
        Assert.Throws<InvalidOperationException>(() => snapshot.InverseOf(change.LastEvent));
    }

    private static (Author Ada, Author Bob, UndoHistory Undo) Both(string text)
    {
        Author ada = new("ada"), bob = new("bob");
        if (text.Length > 0)
        {
            bob.Receive(ada.Insert(0, text));
        }

        return (ada, bob, new UndoHistory(ada.Document, "ada"));
    }
}
