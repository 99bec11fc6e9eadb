using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;

namespace Tallydesk.Pages.Customers;

/// <summary>The pages of customers for staff, with the correction of a balance by a lead.</summary>
internal static class CustomerForms
{
    /// <summary>Adds <c>/customers</c>.</summary>
    public static void MapCustomerPages(this IEndpointRouteBuilder pages)
    {
        var customers = pages.MapGroup("/customers").RequireAuthorization(Rights.Staff);
        customers.MapGet("", () => new RazorComponentResult<CustomerListPage>());
        customers.MapGet("/{customer}", (string customer) => Page(customer, wrong: null));
        customers.MapPost("/{customer}/adjustments", AdjustAsync).RequireAuthorization(Rights.Lead);
    }

    private static Task<IResult> AdjustAsync(string customer, IFormCollection fields, HttpContext http, CreditActs acts)
    {
        var form = new PageForm(http, fields);
        return FormAnswer.OfAsync(
            form,
            () => acts.AdjustAsync(form.Command(), customer, new(form.Credits("credits"), form.Text("reason"))),
            _ => TypedResults.LocalRedirect($"/customers/{customer}"),
            refused => Page(customer, refused.Why())
        );
    }

    private static RazorComponentResult<CustomerPage> Page(string customer, string? wrong) =>
        new(new { Customer = customer, Wrong = wrong })
        {
            StatusCode = wrong is null ? null : StatusCodes.Status422UnprocessableEntity,
        };
}
