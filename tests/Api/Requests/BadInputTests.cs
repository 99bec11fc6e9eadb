using System.Net;
using System.Text;
using Xunit;

namespace Tallydesk.Tests.Requests;

[Collection(DeskTests.Name)]
public sealed class BadInputTests(DeskHost desk)
{
    /// <summary>
    /// Role | path | body | status, code and field. {c} is the customer, {l} the license, {t} an open ticket, {p} one with a
    /// proposed assessment.
    /// </summary>
    private const string Table = """"
        admin | customers | {"name":"A"} | 400 invalid_field email
        admin | customers | {"name":"","email":"a@b.c"} | 400 invalid_field name
        admin | customers | {"name":"A","email":"nobody"} | 400 invalid_field email
        admin | customers | {"name":"A","email":"a@b.c","timeZone":"Mars/Base"} | 400 invalid_field timeZone
        admin | customers | {"name":"A","email":"a@b.c","extra":1} | 400 invalid_field extra
        admin | customers | {"name":"A","name":"B","email":"a@b.c"} | 400 invalid_field name
        admin | customers | {"name":"A\u0000","email":"a@b.c"} | 400 invalid_field name
        admin | customers | {"name":7,"email":"a@b.c"} | 400 invalid_field name
        admin | customers | {"name":"A","email": | 400 malformed_json
        system | licenses/NONE-1/revocation | {"reason":"r"} | 404 not_found
        system | licenses/{l}/revocation | {"reason":""} | 400 invalid_field reason
        system | licenses/{l}/revocation | {} | 400 invalid_field reason
        system | licenses/NONE-1/care | {"orderId":"o"} | 404 not_found
        system | licenses/{l}/care | {"orderId":"o"} | 422 care_not_sold
        system | licenses/{l}/care | {"orderId":"o","years":2} | 400 invalid_field years
        system | licenses/{l}/care | {} | 400 invalid_field orderId
        system | licenses/{l}/care | {"orderId":"o","purchasedAt":"2026-03-01T15:00:00Z","purchasedOn":"2026-03-01"} | 400 invalid_field purchasedAt
        system | licenses/{l}/period | {"orderId":"o","days":30} | 422 period_not_sold
        system | licenses/{l}/period | {"orderId":"o","days":31} | 400 invalid_field days
        system | licenses/{l}/period | {"orderId":"o"} | 400 invalid_field days
        system | licenses/{l}/upgrade-subscription | {"upgradeSubscription":"soon"} | 400 invalid_field upgradeSubscription
        system | licenses/{l}/upgrade-subscription | {} | 400 invalid_field upgradeSubscription
        admin | customers | [] | 400 malformed_json
        admin | customers | null | 400 malformed_json
        admin | customers |  | 400 malformed_json
        admin | customers/{c}/licenses | {"number":"N-1","edition":"Nova","purchasedOn":"2026-03-01"} | 422 unknown_edition
        admin | customers/{c}/licenses | {"number":"N-2","edition":"Multi-Vendor","purchasedOn":"2026-03-01","storefrontOf":"{l}"} | 422 kind_not_sold
        admin | customers/{c}/licenses | {"number":"N-3","edition":"CS-Cart","purchasedOn":"2026-03-01","storefrontOf":"NONE-1"} | 422 storefront_without_license
        admin | customers/{c}/licenses | {"number":"{l}","edition":"Multi-Vendor","purchasedOn":"2026-03-01"} | 409 license_number_taken
        admin | customers/{c}/licenses | {"number":"no spaces","edition":"CS-Cart","purchasedOn":"2026-03-01"} | 400 invalid_field number
        admin | customers/{c}/licenses | {"number":"N-4","edition":"CS-Cart"} | 400 invalid_field purchasedAt
        admin | customers/{c}/licenses | {"number":"N-5","edition":"CS-Cart","purchasedAt":"2026-03-01T10:00:00"} | 400 invalid_field purchasedAt
        admin | customers/{c}/licenses | {"number":"N-6","edition":"CS-Cart","purchasedOn":"9999-12-31"} | 400 invalid_field purchasedOn
        admin | customers/{c}/licenses | {"number":"N-7","edition":"CS-Cart","purchasedOn":"2026-03-01","upgradeSubscription":"maybe"} | 400 invalid_field upgradeSubscription
        system | customers/{c}/credits/purchases | {"orderId":"o","credits":0} | 400 invalid_field credits
        system | customers/{c}/credits/purchases | {"orderId":"o","credits":-5} | 400 invalid_field credits
        system | customers/{c}/credits/purchases | {"orderId":"o","credits":1.5} | 400 invalid_field credits
        system | customers/{c}/credits/purchases | {"orderId":"o","credits":"5"} | 400 invalid_field credits
        system | customers/{c}/credits/purchases | {"orderId":"o","credits":99999999999999999999} | 400 invalid_field credits
        system | customers/{c}/credits/purchases | {"orderId":"o","credits":1000000000001} | 400 invalid_field credits
        system | customers/{c}/credits/purchases | {"orderId":"o"} | 400 invalid_field credits
        system | customers/{c}/credits/purchases | {"orderId":"","credits":5} | 400 invalid_field orderId
        system | customers/{c}/credits/purchases | {"orderId":" o","credits":5} | 400 invalid_field orderId
        system | customers/{c}/credits/purchases | {"orderId":"o\t","credits":5} | 400 invalid_field orderId
        system | licenses/{l}/care | {"orderId":"o "} | 400 invalid_field orderId
        lead | customers/{c}/credits/adjustments | {"credits":0,"reason":"r"} | 400 invalid_field credits
        lead | customers/{c}/credits/adjustments | {"credits":-9223372036854775808,"reason":"r"} | 400 invalid_field credits
        lead | customers/{c}/credits/adjustments | {"credits":5.0,"reason":"r"} | 400 invalid_field credits
        lead | customers/{c}/credits/adjustments | {"credits":1e1,"reason":"r"} | 400 invalid_field credits
        lead | customers/{c}/credits/adjustments | {"credits":"5","reason":"r"} | 400 invalid_field credits
        lead | customers/{c}/credits/adjustments | {"credits":5,"reason":" "} | 400 invalid_field reason
        lead | customers/{c}/credits/adjustments | {"credits":-51,"reason":"r"} | 422 insufficient_credits
        customer | tickets | {"licenseNumber":"NONE-1","subject":"s","body":"b"} | 404 not_found
        customer | tickets | {"licenseNumber":"{l}","subject":"s","body":"b","categoryHint":"joke"} | 400 invalid_field categoryHint
        customer | tickets | {"licenseNumber":"{l}","subject":"s","body":"b","categoryHint":1} | 400 invalid_field categoryHint
        customer | tickets | {"licenseNumber":"{l}","subject":"s","body":"b","preAgreedUpTo":-1} | 400 invalid_field preAgreedUpTo
        customer | tickets | {"licenseNumber":"{l}","subject":"s","body":"b","preAgreedUpTo":1000000000001} | 400 invalid_field preAgreedUpTo
        customer | quotes | {"licenseNumber":"{l}","category":"question","preAgreedUpTo":9223372036854775807} | 400 invalid_field preAgreedUpTo
        customer | quotes | {"licenseNumber":"{l}","category":"complexModification","credits":9223372036854775807} | 400 invalid_field credits
        customer | tickets | {"licenseNumber":"{l}","subject":"s","body":""} | 400 invalid_field body
        customer | tickets/{t}/assessments | {"category":"question"} | 403 forbidden
        engineer | tickets/{t}/assessments | {} | 400 invalid_field category
        engineer | tickets/{t}/assessments | {"category":"complexModification"} | 422 price_required
        engineer | tickets/{t}/assessments | {"category":"complexModification","credits":19} | 422 price_too_low
        engineer | tickets/{t}/assessments | {"category":"complexModification","credits":9223372036854775807} | 400 invalid_field credits
        engineer | tickets/{t}/assessments | {"category":"question","credits":5} | 422 price_not_allowed
        engineer | tickets/{t}/assessments | {"category":"upgrade"} | 422 upgrade_path_required
        engineer | tickets/{t}/assessments | {"category":"upgrade","upgrade":{"from":"4.3.1"}} | 400 invalid_field upgrade.to
        engineer | tickets/{t}/assessments | {"category":"upgrade","upgrade":{"from":"4.3.9","to":"4.3.1"}} | 422 downgrade
        engineer | tickets/{t}/messages | {"body":"b","internal":"yes"} | 400 invalid_field internal
        engineer | tickets/{t}/splits | {"messageIds":[],"subject":"s"} | 400 invalid_field messageIds
        engineer | tickets/{t}/splits | {"messageIds":["1"],"subject":"s"} | 400 invalid_field messageIds[0]
        engineer | tickets/{t}/splits | {"messageIds":[2],"subject":"s"} | 422 first_message
        engineer | tickets/{t}/splits | {"messageIds":[999],"subject":"s"} | 422 not_a_customer_message
        engineer | tickets/{t}/merges | {} | 400 invalid_field into
        engineer | tickets/{t}/merges | {"into":"1"} | 400 invalid_field into
        engineer | tickets/{t}/merges | {"into":987654} | 400 invalid_field into
        engineer | tickets/{t}/merges | {"into":{t}} | 400 invalid_field into
        engineer | tickets/{t}/resolution | {"outcome":"vanished"} | 400 invalid_field outcome
        engineer | tickets/{t}/resolution | {"outcome":"duplicate","fixedIn":"4.19.1"} | 400 invalid_field fixedIn
        engineer | tickets/{t}/resolution | {"outcome":"solved","fixedIn":" "} | 400 invalid_field fixedIn
        engineer | tickets/{p}/waivers | {} | 400 invalid_field reason
        engineer | tickets/{p}/waivers | {"reason":" "} | 400 invalid_field reason
        engineer | tickets/{t}/waivers | {"reason":"r"} | 409 not_assessed
        engineer | tickets/{t}/coverage | {"reason":"r"} | 409 not_assessed
        engineer | tickets/{p}/coverage | {"reason":"r"} | 422 coverage_out_of_scope
        engineer | tickets/{p}/coverage | {"reason":""} | 400 invalid_field reason
        engineer | tickets/{t}/urgency | {"urgent":true} | 400 invalid_field reason
        lead | tickets/{t}/assignee | {"engineer":"nobody"} | 400 invalid_field engineer
        engineer | tickets/{p}/consents | {"revision":1,"decision":"accept"} | 403 forbidden
        customer | tickets/{p}/consents | {"revision":9,"decision":"accept"} | 409 nothing_to_decide
        customer | tickets/{p}/consents | {"revision":1,"decision":"perhaps"} | 400 invalid_field decision
        engineer | tickets/999999/claim | {} | 404 not_found
        engineer | tickets/abc/claim | {} | 404 not_found
        customer | quotes | {"licenseNumber":"{l}","category":"upgrade","upgrade":{"from":"4.3.1","to":"1.0"}} | 422 unknown_release
        engineer | enquiries/enq-none/answers | {"body":"b"} | 404 not_found
        engineer | enquiries/enq-none/closing | {} | 404 not_found
        admin | tokens | {"name":"x","role":"king"} | 400 invalid_field role
        admin | tokens | {"name":"x","role":"customer"} | 400 invalid_field customerId
        admin | tokens | {"name":"x","role":"lead","customerId":"{c}"} | 400 invalid_field customerId
        """";

    public static TheoryData<string, string, string, string> Refused
    {
        get
        {
            var rows = new TheoryData<string, string, string, string>();
            foreach (var row in Table.Split('\n').Select(line => line.Split(" | ")))
            {
                rows.Add(row[0], row[1], row[2], row[3]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Is_refused_by_name_and_changes_nothing(string role, string path, string body, string expected)
    {
        var world = await World.CreateAsync(desk);
        var open = await world.OpenAsync();
        var proposed = await world.ProposeAsync();
        string Fill(string text) =>
            text.Replace("{c}", world.Id)
                .Replace("{l}", world.License)
                .Replace("{t}", $"{open}")
                .Replace("{p}", $"{proposed}");
        var before = await world.SnapshotAsync();

        var answer = await Client(world, role).PostAsync($"/v1/{Fill(path)}", Fill(body));

        Assert.StartsWith($"{(int)answer.Status} {answer.Code}", expected, StringComparison.Ordinal);
        if (expected.Split(' ') is [_, _, var field])
        {
            Assert.Equal(field, answer.Text("field"));
        }

        Assert.Equal(before, await world.SnapshotAsync());
    }

    [Theory]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData(
        "name=A",
        "application/x-www-form-urlencoded",
        HttpStatusCode.UnsupportedMediaType,
        "unsupported_media_type"
    )]
    public async Task Wrong_content_types_are_refused(string body, string type, HttpStatusCode status, string code)
    {
        var answer = await desk.Admin.SendAsync(HttpMethod.Post, "/v1/customers", body, contentType: type);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Bodies_over_a_mebibyte_are_refused()
    {
        var answer = await desk.Admin.PostAsync("/v1/customers", $$"""{"name":"{{new string('x', 1 << 20)}}"}""");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "payload_too_large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Deep_bodies_are_refused()
    {
        var deep = new StringBuilder().Insert(0, "[", 40).Append(new StringBuilder().Insert(0, "]", 40));
        var answer = await desk.Admin.PostAsync("/v1/customers", $$"""{"name":{{deep}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("after=%25", "after")]
    [InlineData("after=bm9wZQ", "after")]
    public async Task Wrong_pages_are_refused(string query, string field)
    {
        var answer = await desk.Admin.GetAsync($"/v1/customers?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Text("field")));
    }

    [Fact]
    public async Task Another_method_is_not_allowed()
    {
        var answer = await desk.Admin.SendAsync(HttpMethod.Delete, "/v1/customers", body: null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method_not_allowed"), (answer.Status, answer.Code));
    }

    private static Support.ApiClient Client(World world, string role) =>
        role switch
        {
            "admin" => world.Admin,
            "customer" => world.Customer,
            "engineer" => world.Engineer,
            "lead" => world.Lead,
            _ => world.System,
        };
}
