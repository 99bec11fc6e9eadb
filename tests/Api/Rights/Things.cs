using System.Net;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.People;

namespace Tallydesk.Tests.Rights;

/// <summary>One customer's things, and some of the desk's, by the names that the table gives them.</summary>
internal sealed class Things
{
    /// <summary>Words that only staff may read.</summary>
    public const string Secret = "sec-ret-canary";

    private static int fresh;
    private readonly Dictionary<string, string> named = new(StringComparer.Ordinal);
    private bool keepsNew;

    private readonly ChatDesk chats;

    private Things(ChatDesk chats, World world) => (this.chats, World) = (chats, world);

    private Things(Things others)
        : this(others.chats, others.World) =>
        (named, Signed) = (new(others.named, StringComparer.Ordinal), others.Signed);

    /// <summary>People who have signed in by password, by their role; copies share them.</summary>
    public Dictionary<Who, Caller> Signed { get; } = [];

    /// <summary>The desk that holds them.</summary>
    public DeskHost Desk => chats.Desk;

    /// <summary>The desk's clock.</summary>
    public TimeProvider Time => chats.Time;

    /// <summary>The customer.</summary>
    public World World { get; }

    /// <summary>Things that nobody has.</summary>
    public static Func<string, string> Absent { get; } =
        slot =>
            slot switch
            {
                "$customer" => "cus-" + new string('a', 26),
                "$license" => "NONE-1",
                "$ticket" or "$second" => "987654",
                "$message" => "9876",
                "$file" => "att-" + new string('a', 26),
                "$chat" => "cha-" + new string('a', 26),
                "$enquiry" => "enq-" + new string('a', 26),
                "$user" => "usr-" + new string('a', 26),
                "$token" or "$mine" => "tok-" + new string('a', 16),
                "$desk" or "$board" => "nowhere",
                "$version" => "none",
                "$webhook" or "$hook" => "whk-" + new string('a', 26),
                "$delivery" => "987654",
                "$act" or "$does" or "$manages" or "$report" => "none",
                "$engineer" => "usr-none",
                _ => Fresh(slot),
            };

    /// <summary>The thing of a name; of a name that is not given yet, a new one, which has it from then on in a copy.</summary>
    public string this[string slot]
    {
        get
        {
            if (named.GetValueOrDefault(slot) is { } known)
            {
                return known;
            }

            var made = Fresh(slot);
            if (keepsNew)
            {
                named[slot] = made;
            }

            return made;
        }
    }

    /// <summary>The same things, some of which can then be others.</summary>
    public Things Copy() => new(this) { keepsNew = true };

    /// <summary>Names another thing.</summary>
    public void Add(string slot, string value) => named[slot] = value;

    /// <summary>Makes a customer with all that can belong to one.</summary>
    public static async Task<Things> CreateAsync(ChatDesk chats)
    {
        var desk = chats.Desk;
        var world = await chats.WithCareAsync();
        var made = new Things(chats, world);
        var ticket = await world.OpenAsync();
        var second = await world.OpenAsync();
        (
            await world.Engineer.PostAsync(
                $"/v1/tickets/{ticket}/messages",
                $$"""{"body":"{{Secret}}","internal":true}"""
            )
        ).Must(HttpStatusCode.Created);
        var file = (
            await world.Customer.SendBytesAsync(
                $"/v1/tickets/{ticket}/attachments?name=a.txt",
                "words"u8.ToArray(),
                "application/octet-stream"
            )
        )
            .Must(HttpStatusCode.Created)
            .Text("id");
        var message = (
            await world.Customer.PostAsync(
                $"/v1/tickets/{ticket}/messages",
                $$"""{"body":"See.","attachments":["{{file}}"]}"""
            )
        ).Must(HttpStatusCode.Created);
        var chat = (await world.StartChatAsync()).Must(HttpStatusCode.Created).Text("id");
        var person = await Somebody.InvitedAsync(desk, "engineer");
        var token = await desk.Admin.PostAsync("/v1/tokens", """{"name":"victim","role":"engineer"}""");
        made.Add("$webhook", await WebhookAsync(desk));
        made.Add("$hook", await WebhookAsync(desk));
        made.Add("$delivery", await DeliveryAsync(desk, made["$webhook"]));
        made.Add("$manages", "pausing");
        made.Add("$does", "closing");
        made.Add("$report", "tickets");
        made.Add("$customer", world.Id);
        made.Add("$license", world.License);
        made.Add("$ticket", $"{ticket}");
        made.Add("$second", $"{second}");
        made.Add("$message", $"{message.Number("id")}");
        made.Add("$file", file);
        made.Add("$chat", chat);
        made.Add("$user", person.Id);
        made.Add("$token", token.Must(HttpStatusCode.Created).Text("id"));
        made.Add("$enquiry", await world.EnquireAsync());
        made.Add("$engineer", "admin");
        made.Add("$desk", "support");
        made.Add("$board", "support");
        var policy = await desk.Admin.GetAsync("/v1/policy");
        made.Add("$policy", policy.Must(HttpStatusCode.OK).Body);
        made.Add("$version", policy.Text("version"));
        made.Add("$act", "enabling");
        return made;
    }

    /// <summary>Makes a webhook.</summary>
    public static async Task<string> WebhookAsync(DeskHost desk) =>
        (
            await desk.Admin.PostAsync(
                "/v1/webhooks",
                $$"""{"name":"n","url":"{{DeskHost.Nowhere}}","events":["ticket.opened"]}"""
            )
        )
            .Must(HttpStatusCode.Created)
            .Text("id");

    private static async Task<string> DeliveryAsync(DeskHost desk, string webhook)
    {
        (await desk.Admin.PostAsync($"/v1/webhooks/{webhook}/trial")).Must(HttpStatusCode.OK);
        var deliveries = (await desk.Admin.GetAsync($"/v1/webhooks/{webhook}/deliveries")).Must(HttpStatusCode.OK);
        return $"{deliveries.Json.GetProperty("items")[0].GetProperty("id").GetInt64()}";
    }

    private static string Fresh(string slot) =>
        slot == "$email"
            ? Somebody.NewAddress()
            : $"F{slot[1..].ToUpperInvariant()}-{Interlocked.Increment(ref fresh)}";
}
