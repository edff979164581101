using System.Text.Json.Nodes;

namespace Weft.Server.Tests.Gateways;

/// <summary>Everything that Optiverse's library and its menu Insert put on a bench, as the app announces it.</summary>
public sealed class OptiverseLibraryTests : OptiverseTest
{
    /// <summary>The standard components by name, with category, height in millimetres and interfaces.</summary>
    public static TheoryData<string, string?, double, string> Components { get; } = new()
    {
        { "Standard Lens (1\" mounted)", "lenses", 30.5, """[{"x1_mm":0.0,"y1_mm":15.25,"x2_mm":0.0,"y2_mm":-15.25,"element_type":"lens","name":"","efl_mm":100.0}]""" },
        { "Standard Lens (2\" mounted)", "lenses", 55.9, """[{"x1_mm":0.0,"y1_mm":27.95,"x2_mm":0.0,"y2_mm":-27.95,"element_type":"lens","name":"","efl_mm":200.0}]""" },
        { "Standard Mirror (1\")", "mirrors", 25.4, """[{"x1_mm":0.0,"y1_mm":12.7,"x2_mm":0.0,"y2_mm":-12.7,"element_type":"mirror","name":"","reflectivity":99.0}]""" },
        { "Standard Mirror (2\")", "mirrors", 50.8, """[{"x1_mm":0.0,"y1_mm":25.4,"x2_mm":0.0,"y2_mm":-25.4,"element_type":"mirror","name":"","reflectivity":99.0}]""" },
        { "Standard Beamsplitter (50/50 1\")", "beamsplitters", 25.4, """[{"x1_mm":-12.7,"y1_mm":12.7,"x2_mm":12.7,"y2_mm":-12.7,"element_type":"beam_splitter","name":"","split_T":50.0,"split_R":50.0,"is_polarizing":false,"pbs_transmission_axis_deg":0.0}]""" },
        { "PBS (2\")", "beamsplitters", 50.8, """[{"x1_mm":-25.4,"y1_mm":25.4,"x2_mm":25.4,"y2_mm":-25.4,"element_type":"beam_splitter","name":"","split_T":50.0,"split_R":50.0,"is_polarizing":true,"pbs_transmission_axis_deg":0.0}]""" },
        { "Dichroic 550 nm", "dichroics", 25.4, """[{"x1_mm":0.0,"y1_mm":12.7,"x2_mm":0.0,"y2_mm":-12.7,"element_type":"dichroic","name":"","cutoff_wavelength_nm":550.0,"transition_width_nm":50.0,"pass_type":"longpass"}]""" },
        { "Half waveplate", "waveplates", 25.4, """[{"x1_mm":0.0,"y1_mm":12.7,"x2_mm":0.0,"y2_mm":-12.7,"element_type":"polarizing_interface","name":"","polarizer_subtype":"waveplate","phase_shift_deg":180.0,"fast_axis_deg":22.5}]""" },
        { "Quarter waveplate", "waveplates", 25.4, """[{"x1_mm":0.0,"y1_mm":12.7,"x2_mm":0.0,"y2_mm":-12.7,"element_type":"polarizing_interface","name":"","polarizer_subtype":"waveplate","phase_shift_deg":90.0,"fast_axis_deg":45.0}]""" },
        { "Microscope objective", "objectives", 40.0, """[{"x1_mm":0.0,"y1_mm":10.0,"x2_mm":0.0,"y2_mm":-10.0,"element_type":"lens","name":"","efl_mm":4.5},{"x1_mm":30.0,"y1_mm":10.0,"x2_mm":30.0,"y2_mm":-10.0,"element_type":"refractive_interface","name":"back","n1":1.0,"n2":1.5,"is_curved":true,"radius_of_curvature_mm":-40.0}]""" },
        { "Spatial light modulator", "misc", 30.0, """[{"x1_mm":0.0,"y1_mm":8.0,"x2_mm":0.0,"y2_mm":-8.0,"element_type":"mirror","name":"SLM","reflectivity":95.0}]""" },
        { "Beam block", "misc", 25.4, """[{"x1_mm":0.0,"y1_mm":12.7,"x2_mm":0.0,"y2_mm":-12.7,"element_type":"beam_block","name":""}]""" },
        { "Breadboard", "background", 610.0, "[]" },
        { "Laser table", "background", 1500.0, "[]" },
    };

    [Fact]
    public async Task O15_all_fifteen_components_of_the_library_are_shared_whole()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice", isHost: true);
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await using var web = await WebAsync(server);
        var count = 0;
        foreach (var (name, category, height, interfaces) in Components.Select(row => row.Data))
        {
            alice.Drop($"c{count}", "component", ("x_mm", count * 50.0), ("y_mm", -20.0), ("angle_deg", count * 15.0), ("name", name), ("category", category),
                ("object_height_mm", height), ("mm_per_pixel", height / 1000), ("image_path", $"@component/{count}.png"), ("interfaces", JsonNode.Parse(interfaces)), ("notes", "as supplied"));
            count++;
        }

        alice.Drop("c14", "source", ("x_mm", -400.0), ("n_rays", 15.0), ("wavelength_nm", 532.0), ("polarization_type", "circular_left"));
        await HasAsync(web, "c14", "n_rays", "15");
        await EqualAsync(web, alice, bob);
        Assert.Equal(15, web.Items("items").Count);
        await using var late = await DesktopApp.JoinAsync(server, "lab", "late");
        await EqualAsync(web, late);
    }

    [Theory]
    [InlineData("source", "source")]
    [InlineData("lens", "component")]
    [InlineData("mirror", "component")]
    [InlineData("beamsplitter", "component")]
    public async Task O16_what_the_menu_insert_places_is_shared_also_under_the_words_of_former_apps(string word, string kind)
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice", isHost: true);
        await using var bob = await DesktopApp.JoinAsync(server, "lab", "bob");
        await using var web = await WebAsync(server);
        alice.Send(JsonNode.Parse($$$$"""
            {"type":"command","timestamp":"2026-01-01T00:00:00","command":{"action":"add_item","item_type":"{{{{word}}}}","item_id":"n1",
            "data":{"item_uuid":"n1","_type":"{{{{kind}}}}","x_mm":12.0,"y_mm":34.0,"angle_deg":45.0}}}
            """)!.AsObject());
        await HasAsync(web, "n1", "x_mm", "12.0");
        Assert.Equal(kind, Find(web, "n1")!.Kind);
        await EqualAsync(web, bob);
    }

    [Fact]
    public async Task O16_what_is_inserted_in_the_browser_stands_in_the_app_at_its_place()
    {
        await using var server = await TestServer.StartAsync();
        await using var alice = await DesktopApp.JoinAsync(server, "lab", "alice", isHost: true);
        await using var web = await WebAsync(server);
        web.Edit([.. Components.Select((row, n) => Add($"w{n}", "component", $$"""{"x_mm":{{n * 10}},"y_mm":5,"angle_deg":90,"interfaces":{{row.Data.Item4}}}"""))]);
        web.Edit(Add("light", "source", """{"x_mm":-100,"y_mm":0,"angle_deg":0,"n_rays":5}"""));
        await EqualAsync(web, alice);
    }
}
